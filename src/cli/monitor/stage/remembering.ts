// A thing that is dear to read, kept for a few keys: the newest of them.

export type Remembering<Value> = (key: string, make: () => Value) => Value;

const MOST = 4;

export function remembering<Value>(): Remembering<Value> {
  const known = new Map<string, Value>();
  return (key, make) => {
    if (known.has(key)) return known.get(key) as Value;
    const value = make();
    known.set(key, value);
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return value;
  };
}
