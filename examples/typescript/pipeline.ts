import { definePipeline, type StageSource } from "dagtop";

// What several stages have in common is a function or an object, as in any program.
const patient = { retry: { times: 2, delay: "5s" }, timeout: "10m" } satisfies Partial<StageSource>;

export const pipeline = definePipeline({
  name: "typescript",
  description: "Adds up numbers, in stages that the compiler has looked at",
  params: { upto: { type: "integer", default: 100, min: 1, max: 100_000 } },
  stages: {
    numbers: {
      ...patient,
      run: `seq "$DAGTOP_PARAM_UPTO" | awk '{ sum += $1 } END { print "sum=" sum }' >> "$DAGTOP_OUTPUT"`,
    },
    // "number" would not compile: there is no such stage.
    tell: {
      needs: "numbers",
      argv: ["echo", "The sum is ${{ stages.numbers.outputs.sum }}."],
    },
    warn: {
      needs: "numbers",
      if: "stages.numbers.outputs.sum > 1000000",
      run: 'echo "That is a lot."',
    },
  },
});
