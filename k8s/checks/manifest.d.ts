/** A value of a manifest. Its shape is the schema check's business; the other checks read it through `at` and `list`. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };
export type Fields = { [key: string]: Json };
export type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string } & Fields;
} & Fields;
