// node --import ./test/register.js …: from then on `k6` and `k6/…` are the stand-ins beside this file.

import { register } from 'node:module';

globalThis.__ENV = process.env;

register('./resolve.js', import.meta.url);
