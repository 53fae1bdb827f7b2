// What a home keeps of a secret: enough to find it again in a text, and neither its value nor a part of it.

/** One form in which a value may stand in a text: itself, its base64, its URL form… (semantics 7.3). */
export interface SecretRow {
  /** The secret's, as the pipeline file has it. */
  readonly name: string;
  /** Unique among the rows of one secret. */
  readonly form: string;
  /** Bytes of the form. */
  readonly length: number;
  /** A short keyed hash, by which a text is searched. */
  readonly rolling: string;
  /** A long one, which confirms what was found. */
  readonly hmac: string;
}
