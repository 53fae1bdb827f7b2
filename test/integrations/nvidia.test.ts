// What nvidia-smi says, in words that its releases have used, whole and broken. No machine that these tests run on need have
// a GPU: that it is spawned, late, failing or not at all is shown with a script of that name on PATH.

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { shareOf } from "../../src/engine/gpu-use.ts";
import {
  type NvidiaProbe,
  nvidiaProbe,
  parseGpus,
  parsePmon,
  parseProcesses,
} from "../../src/integrations/nvidia.ts";
import { alive, until } from "../host/lab.ts";

const A = "GPU-5b1c3a0e-7f6d-4a52-9d0b-2f3e4d5c6b7a";
const B = "GPU-c0ffee00-1111-2222-3333-444455556666";
const MIB = 1024 * 1024;

const PMON = `# gpu         pid   type     sm    mem    enc    dec    jpg    ofa     fb   ccpm    command 
# Idx           #    C/G      %      %      %      %      %      %     MB     MB    name 
    0       4211     C     61     22      -      -      -      -  10240      0    python         
    0       4300     C      -      -      -      -      -      -    512      0    python my job  
    1          -     -      -      -      -      -      -      -      -      -    -              
`;
const OLD_PMON = `# gpu        pid  type    sm   mem   enc   dec    fb   command
# Idx          #   C/G     %     %     %     %    MB   name
    0       4211     C    61    22     0     0 10240   python
`;

describe("the processes on GPUs", () => {
  it("are told with their memory, in bytes", () => {
    expect(parseProcesses(`4211, ${A}, 10240\n4300, ${B}, 512\n`)).toEqual([
      { pid: 4211, gpu: A, percent: null, bytes: 10240 * MIB },
      { pid: 4300, gpu: B, percent: null, bytes: 512 * MIB },
    ]);
  });

  it("are there without it where it is not told", () => {
    for (const unknown of ["[N/A]", "[Not Supported]", "-", ""])
      expect(parseProcesses(`4211, ${A}, ${unknown}\n`)).toMatchObject([
        { pid: 4211, bytes: null },
      ]);
  });

  it.each([
    "",
    "\n\n",
    "No running processes found\n",
    "pid, gpu_uuid, used_gpu_memory [MiB]\n",
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n",
    "[N/A], , 12\n",
    `-1, ${A}, 12\n`,
    "4211",
  ])("are none in %j", (text) => {
    expect(parseProcesses(text)).toEqual([]);
  });
});

describe("the GPUs", () => {
  it("are told with how busy they are, or without", () => {
    expect(parseGpus(`0, ${A}, 97\n1, ${B}, [N/A]\n`)).toEqual([
      { index: 0, uuid: A, percent: 97 },
      { index: 1, uuid: B, percent: null },
    ]);
    expect(parseGpus(`x, ${A}, 97\n0\nNo devices were found\n`)).toEqual([]);
  });
});

describe("what each process does on its GPU", () => {
  it("is found by the names of the columns, wherever they stand", () => {
    expect(parsePmon(PMON)).toEqual([
      { index: 0, pid: 4211, percent: 61, bytes: 10240 * MIB },
      { index: 0, pid: 4300, percent: null, bytes: 512 * MIB },
    ]);
    expect(parsePmon(OLD_PMON)).toEqual([{ index: 0, pid: 4211, percent: 61, bytes: 10240 * MIB }]);
  });

  it.each([
    "",
    "Failed to process command line.\n",
    "Not supported on the device(s)\n",
    "    0       4211     C    61\n",
    "# gpu pid type fb\n    0 4211 C 12\n",
    "# gpu pid type sm\n    x y z\n    0\n",
  ])("is not known from %j", (text) => {
    expect(parsePmon(text)).toEqual([]);
  });
});

describe("nvidia-smi", () => {
  let folder = "";
  let probe: NvidiaProbe;
  let time = 0;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dagtop-nvidia-"));
    const env = { PATH: `${folder}:/usr/bin:/bin`, CALLS: join(folder, "calls") };
    time = 0;
    probe = nvidiaProbe(env, () => time);
  });
  afterEach(() => {
    probe.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @param says - what it does for each of its three questions; sh */
  const install = (says: { apps?: string; gpus?: string; pmon?: string }): void => {
    const file = join(folder, "nvidia-smi");
    const { apps = "exit 9", gpus = "exit 9", pmon = "exit 9" } = says;
    writeFileSync(
      file,
      `#!/bin/sh
echo "$$ $*" >>"$CALLS"
case "$1" in
  --query-compute-apps=*) ${apps} ;;
  --query-gpu=*) ${gpus} ;;
  pmon) ${pmon} ;;
esac
`,
    );
    chmodSync(file, 0o755);
  };
  const print = (text: string): string => `cat <<'END'\n${text}END\n`;
  const calls = (): string[] =>
    existsSync(join(folder, "calls"))
      ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n")
      : [];
  const pidOf = (at: number): number => Number(calls()[at]!.split(" ")[0]);
  const answer = async () => {
    await until(() => probe.latest() !== null);
    return probe.latest()!;
  };

  it("is asked while nobody waits: an answer is there for the next time", async () => {
    install({
      apps: print(`4211, ${A}, [N/A]\n4300, ${A}, 512\n4400, ${B}, 99\n`),
      gpus: print(`0, ${A}, 97\n1, ${B}, 40\n`),
      pmon: print(PMON),
    });
    expect(probe.latest()).toBeNull();
    const use = await answer();
    expect(use.processes).toEqual([
      { pid: 4211, gpu: A, percent: 61, bytes: 10240 * MIB },
      // pmon has measured the GPU, and nothing of this one.
      { pid: 4300, gpu: A, percent: 0, bytes: 512 * MIB },
      { pid: 4400, gpu: B, percent: null, bytes: 99 * MIB },
    ]);
    expect(shareOf(use, new Set([4211, 4400]))).toEqual({
      gpuPercent: 61 + 40,
      gpuBytes: (10240 + 99) * MIB,
    });
    // Asked again at once, it does not look again at once.
    for (let n = 0; n < 20; n += 1) expect(probe.latest()).toEqual(use);
    expect(calls()).toHaveLength(3);
  });

  it("says how busy a GPU is where it has no pmon", async () => {
    install({ apps: print(`4211, ${A}, 10240\n`), gpus: print(`0, ${A}, 97\n`) });
    const use = await answer();
    expect(shareOf(use, new Set([4211, 1]))).toEqual({ gpuPercent: 97, gpuBytes: 10240 * MIB });
    expect(shareOf(use, new Set([1]))).toEqual({ gpuPercent: null, gpuBytes: null });
  });

  it("is asked no more than which processes there are where there are none", async () => {
    install({ apps: ":" });
    expect(await answer()).toMatchObject({ processes: [] });
    expect(calls()).toHaveLength(1);
  });

  it("is asked anew 2 s later at the soonest, and what it said 10 s ago says nothing any more", async () => {
    install({ apps: print(`4211, ${A}, 1\n`), gpus: print(`0, ${A}, 97\n`) });
    const first = await answer();
    time = 1999;
    expect(probe.latest()).toBe(first);
    time = 9999;
    install({ apps: "exec sleep 61" });
    expect(probe.latest()).toBe(first);
    time = 10_000;
    expect(probe.latest()).toBeNull();
    await until(() => calls().length === 4);
  });

  it("that fails is let be for a minute", async () => {
    install({});
    expect(probe.latest()).toBeNull();
    await until(() => calls().length === 1 && !alive(pidOf(0)));
    time = 3000;
    // The end of a process is noticed some time after it; nothing else can be waited for.
    await sleep(100);
    expect(probe.latest()).toBeNull();
    time = 59_000;
    await sleep(100);
    expect(probe.latest()).toBeNull();
    expect(calls()).toHaveLength(1);
    time = 64_000;
    install({ apps: ":" });
    expect(await answer()).toMatchObject({ processes: [] });
    expect(calls()).toHaveLength(2);
  });

  it("is not asked for pmon any more where that has failed three times", async () => {
    install({ apps: print(`4211, ${A}, 1\n`), gpus: print(`0, ${A}, 97\n`) });
    for (let n = 1; n <= 5; n += 1) {
      await until(() => {
        probe.latest();
        return calls().filter((call) => call.includes("--query-gpu")).length === n;
      });
      await until(() => probe.latest() !== null && calls().every((_, at) => !alive(pidOf(at))));
      time += 5000;
    }
    expect(calls().filter((call) => call.includes("pmon"))).toHaveLength(3);
  });

  it("that hangs is killed, and not started twice meanwhile", async () => {
    install({ apps: "exec sleep 61" });
    expect(probe.latest()).toBeNull();
    await until(() => calls().length === 1);
    const pid = pidOf(0);
    expect(alive(pid)).toBe(true);
    await until(() => {
      expect(probe.latest()).toBeNull();
      return !alive(pid);
    });
    expect(calls()).toHaveLength(1);
  });

  it("that hangs in a child of its own holds nobody up for ever", async () => {
    install({ apps: "sleep 61; exit 1" });
    probe.latest();
    await until(() => calls().length === 1);
    install({ apps: ":" });
    await until(() => {
      time += 70_000;
      probe.latest();
      return calls().length > 1;
    });
    expect(calls()).toHaveLength(2);
  });

  it("is killed when nobody wants its answer any more", async () => {
    install({ apps: "exec sleep 61" });
    probe.latest();
    await until(() => calls().length === 1);
    const pid = pidOf(0);
    probe.close();
    await until(() => !alive(pid));
    expect(probe.latest()).toBeNull();
    expect(calls()).toHaveLength(1);
  });

  it("that talks without end is as good as none", async () => {
    install({ apps: "exec yes" });
    probe.latest();
    await until(() => calls().length === 1);
    const pid = pidOf(0);
    await until(() => !alive(pid));
    expect(probe.latest()).toBeNull();
  });

  it("is looked for once, and never spawned where it is not", async () => {
    writeFileSync(join(folder, "nvidia-smi"), "not a program");
    const without = nvidiaProbe({ PATH: `relative:${folder}`, CALLS: join(folder, "calls") });
    expect(without.latest()).toBeNull();
    install({ apps: print(`4211, ${A}, 1\n`) });
    expect(without.latest()).toBeNull();
    expect(nvidiaProbe({}).latest()).toBeNull();
    await new Promise((next) => setImmediate(next));
    expect(calls()).toEqual([]);
    without.close();
  });
});
