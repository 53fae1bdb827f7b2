// Where what this version publishes can be found by others.

import { VERSION } from "./version.ts";

/** The JSON Schema of pipeline files, for editors. */
export const SCHEMA_URL = `https://unpkg.com/dagtop@${VERSION}/schema/pipeline.json`;
