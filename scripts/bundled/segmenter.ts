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

  segment(text: string): Iterable<{ segment: string; index: number; input: string }> {
    if (SINGLE.test(text)) return singles(text);
    this.real ??= new globalThis.Intl.Segmenter(...this.given);
    return this.real.segment(text);
  }
}

function* singles(input: string) {
  for (let index = 0; index < input.length; index += 1)
    yield { segment: input.charAt(index), index, input };
}
