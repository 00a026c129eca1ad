// Loaded before anything else into the threads that run tests (vite.config.ts): from then on Node itself loads what lies in src.
import { register } from 'node:module';

register('./stripped.mjs', import.meta.url);
