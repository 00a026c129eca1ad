// Property tests draw from one seed, so that a red run is red for everybody and a green one stays green. PROPERTY_SEED=… tries
// others; a failure prints its own seed and path as well.
import process from 'node:process';
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261121) });
