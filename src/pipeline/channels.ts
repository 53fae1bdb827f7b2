// Where messages go: the channels of the user's config.yaml, once it has been read. A setting that is a secret is either
// written there or named, and resolved by the host when a message is sent (semantics 7.3); values are never stored.

/** A text of the file, or the name of a secret. */
export type Setting = string | { readonly secret: string };

export type Channel =
  /** Shown where people look: by who follows the run, and on the screens. Nothing is sent. */
  | { readonly type: "terminal" }
  /** A line is appended; `path` is absolute, or null for the home's own `notifications.log`. */
  | { readonly type: "file"; readonly path: string | null; readonly format: "text" | "json" }
  /** Gets the message as JSON on its stdin. */
  | { readonly type: "exec"; readonly command: readonly string[] }
  /** Standard Webhooks, signed where there is a secret for that. */
  | {
      readonly type: "webhook";
      readonly url: Setting;
      readonly signingSecret: Setting | null;
      readonly headers: Readonly<Record<string, Setting>>;
    }
  | { readonly type: "slack" | "discord" | "teams"; readonly url: Setting }
  /** Events API v2; `url` is that of the service's region. */
  | { readonly type: "pagerduty"; readonly url: string; readonly routingKey: Setting }
  /** `url` is of the topic: https://ntfy.sh/my-topic. */
  | { readonly type: "ntfy"; readonly url: Setting; readonly token: Setting | null }
  | {
      readonly type: "email";
      readonly host: string;
      readonly port: number;
      /** TLS from the first byte; else STARTTLS where the server offers it. */
      readonly secure: boolean;
      readonly user: string | null;
      readonly password: Setting | null;
      readonly from: string;
      readonly to: readonly string[];
    };

export type ChannelType = Channel["type"];

/** There without any configuration. */
export const OWN_CHANNELS: Readonly<Record<string, Channel>> = {
  terminal: { type: "terminal" },
  file: { type: "file", path: null, format: "text" },
};

/** The names of all secrets that a channel needs, each once. */
export function secretsOf(channel: Channel): string[] {
  const settings: readonly unknown[] = Object.values(channel).flatMap((value) =>
    typeof value === "object" && value !== null && !("secret" in value)
      ? Object.values(value)
      : [value],
  );
  const names = settings.flatMap((value) =>
    typeof value === "object" && value !== null && "secret" in value ? String(value.secret) : [],
  );
  return [...new Set(names)];
}
