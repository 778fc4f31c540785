/** The head of a view: its name and what it is for. */

export function ViewHead({ title, lead }: { title: string; lead: string }) {
  return (
    <header class="view-head">
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
    </header>
  );
}
