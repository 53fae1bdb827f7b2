// The name of the pipeline in a file, for whoever opens the screens by it. A pipeline that is a program is evaluated by an
// explicit run, deploy or validate alone, never by looking.

import { UserError } from "../../pipeline/user-error.ts";
import { readDefinition } from "../load-pipeline.ts";
import { isEvaluated } from "../typescript-pipeline.ts";

/** @throws UserError usage | no-file | bad-definition */
export async function pipelineOfFile(file: string): Promise<string> {
  if (isEvaluated(file)) {
    throw new UserError("usage", `${file} is a program, and looking runs none.`, {
      hint: `dagtop run ${file} runs it; dagtop monitor NAME opens it by its name.`,
    });
  }
  return (await readDefinition(file)).definition.name;
}
