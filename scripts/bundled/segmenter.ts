// Intl.Segmenter for Ink in the bundle: the real one is made when a text needs it, since its tables take a tenth of the
// start. Texts of letters, rules, arrows and the glyphs that dagtop draws are taken apart by characters: in them each is a
// cluster of its own.

const SINGLE =
  /^[ -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2190-\u22ff\u2500-\u25ff\u2700-\u27bf]*$/u;

export class LateSegmenter {
  private real: Intl.Segmenter | null = null;
  private readonly given: ConstructorParameters<typeof Intl.Segmenter>;

  constructor(...given: ConstructorParameters<typeof Intl.Segmenter>) {
    this.given = given;
  }

  segment(text: string): Segmented {
    if (SINGLE.test(text)) return new Singles(text);
    this.real ??= new globalThis.Intl.Segmenter(...this.given);
    return this.real.segment(text);
  }
}

type Cluster = { readonly segment: string; readonly index: number; readonly input: string };

interface Segmented extends Iterable<Cluster> {
  containing(at?: number): Cluster | undefined;
}

/** As Intl.Segments, where each character is a cluster. */
class Singles implements Segmented {
  private readonly input: string;

  constructor(input: string) {
    this.input = input;
  }

  containing(at = 0): Cluster | undefined {
    const { input } = this;
    const index = Math.trunc(at) || 0;
    if (index < 0 || index >= input.length) return undefined;
    return { segment: input.charAt(index), index, input };
  }

  *[Symbol.iterator](): Generator<Cluster> {
    const { input } = this;
    for (let index = 0; index < input.length; index += 1)
      yield { segment: input.charAt(index), index, input };
  }
}
