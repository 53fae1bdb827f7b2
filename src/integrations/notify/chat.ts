// What chats are sent: Slack (and those that take what it takes), Discord and Teams. In each the title is bold, the lines
// follow, and the command stands in a code span. Outside text is shown as it is: it makes no link, no list and no bold
// word, and calls nobody.

import type { Message, MessageLevel } from "../../engine/message.ts";
import { fitted } from "./plain.ts";

const SLACK_MOST = 3000;
const DISCORD_MOST = 2000;
/** The service takes 28 KB; a character may have four bytes. */
const TEAMS_MOST = 5000;

/** The blocks are for Slack. The text is what its notifications show, and all that others read. */
export function slackBody(message: Message): string {
  const { title, lines, command } = fitted(message, SLACK_MOST);
  const elements = [
    { type: "text", text: title, style: { bold: true } },
    ...lines.filter((line) => line !== "").map((line) => ({ type: "text", text: `\n${line}` })),
    { type: "text", text: "\n" },
    { type: "text", text: command, style: { code: true } },
  ].filter(({ text }) => text !== "");
  const text = fitted(message, SLACK_MOST, slackText, slackCode);
  return JSON.stringify({
    text: [text.title, ...text.lines, `\`${text.command}\``].join("\n"),
    parse: "none",
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }],
  });
}

/** Commands of Slack begin with <; where "@here" itself calls people (Mattermost), no letter follows the sign. */
function slackText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "\uff20");
}

function slackCode(text: string): string {
  return slackText(uncoded(text));
}

const SUPPRESS_EMBEDS = 4;

export function discordBody(message: Message): string {
  // Room for the stars and quotes around the title and the command.
  const { title, lines, command } = fitted(message, DISCORD_MOST - 10, discordText, uncoded);
  const content = [`**${title}**`, ...lines, `\`${command}\``].join("\n");
  return JSON.stringify({
    content,
    allowed_mentions: { parse: [] },
    flags: SUPPRESS_EMBEDS,
  });
}

function discordText(text: string): string {
  return text.replaceAll(/[\\*_~`|<>#[\]()@:-]/g, (sign) => `\\${sign}`);
}

/** For a code span, in which nothing can be escaped. */
function uncoded(text: string): string {
  return text.replaceAll("`", "'");
}

const COLOURS: Readonly<Record<MessageLevel, string>> = {
  ok: "Good",
  warn: "Warning",
  bad: "Attention",
};

/** An Adaptive Card for a webhook of Workflows. Runs of text are not read as Markdown, as blocks of text are. */
export function teamsBody(message: Message): string {
  const { title, lines, command } = fitted(message, TEAMS_MOST);
  const run = (text: string, style: object) => ({ type: "TextRun", text: text || " ", ...style });
  const block = (inline: object) => ({ type: "RichTextBlock", inlines: [inline] });
  const card = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    body: [
      block(run(title, { weight: "Bolder", color: COLOURS[message.level] })),
      ...lines.map((line) => block(run(line, {}))),
      block(run(command, { fontType: "Monospace" })),
    ],
  };
  const attachment = {
    contentType: "application/vnd.microsoft.card.adaptive",
    contentUrl: null,
    content: card,
  };
  return JSON.stringify({ type: "message", attachments: [attachment] });
}
