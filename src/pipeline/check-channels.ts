// What addresses and keys of channels must be like, wherever they come from: written out in the configuration, or held by a
// secret, which is looked at only when a message is sent. Apart from the shapes, since a host sends without reading files.

/** The topic of ntfy is the last part of the path. */
export const NTFY_URL = /^https?:\/\/[^/?#]+(?:\/[^?#]*)?\/[-_A-Za-z0-9]{1,64}$/;

/** The key of Standard Webhooks, in base64. */
export const SIGNING_SECRET =
  /^whsec_(?!$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Of a literal and of what a secret holds. Never quotes the text. */
export function urlObjection(text: string): { message: string; hint: string } | null {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:"))
    return {
      message: "must be a URL that begins with https:// or http://",
      hint: text.startsWith("$")
        ? "Variables mean nothing here: name the secret, {secret: SLACK_WEBHOOK}."
        : "Copy it whole, or name the secret that holds it: {secret: SLACK_WEBHOOK}.",
    };
  if (url.username !== "" || url.password !== "")
    return {
      message: "must hold no user and password",
      hint: "Give them by a header or a token of the channel.",
    };
  if (url.hostname === "webhook.office.com" || url.hostname.endsWith(".webhook.office.com"))
    return {
      message: "must be no address of webhook.office.com: those connectors are retired",
      hint: "In Teams make a webhook with Workflows (Power Automate), and write its URL.",
    };
  return null;
}
