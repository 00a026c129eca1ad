/**
 * The parameters of a link, as specs: the network it crosses, what is spoken over it, how its caller uses it, how a copy is chosen, and the
 * policy that stands on it as in a service mesh. Everything is off by default; one number turns a part on.
 */
import type { ParamSpecs } from '../../std/parameter.ts';
import { CALLS } from './parameters/calls.ts';
import { CHOICE } from './parameters/choice.ts';
import { MORE_POLICY } from './parameters/more-policy.ts';
import { NETWORK } from './parameters/network.ts';
import { POLICY } from './parameters/policy.ts';
import { PROTOCOL } from './parameters/protocol.ts';

/** Those of the network alone, which count for whatever crosses it. */
export const NETWORK_PARAMETERS = NETWORK satisfies ParamSpecs;

/** All parameters of a link in the order in which they are shown. */
export const LINK_PARAMETERS = { ...NETWORK, ...PROTOCOL, ...CALLS, ...CHOICE, ...POLICY, ...MORE_POLICY } satisfies ParamSpecs;
