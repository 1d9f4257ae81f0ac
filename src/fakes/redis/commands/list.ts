// The commands there are, as the documentation lists them.
import { commands } from './index.ts';

/** A row of a Markdown table a group: its commands, containers with what they contain. */
export function commandList(): string {
  const groups = Map.groupBy(commands.values(), ({ group }) => group);
  const rows = Array.from(groups, ([group, all]) => {
    const names = all.map(({ name, subcommands }) => {
      const inner = [...(subcommands?.keys() ?? [])].map((each) => each.toUpperCase());
      return `\`${name.toUpperCase()}\`${inner.length === 0 ? '' : ` (${inner.join(', ')})`}`;
    });
    return `| ${group} | ${names.join(', ')} |\n`;
  });
  return `| about | commands |\n| --- | --- |\n${rows.join('')}`;
}
