import * as React from "react";

interface Props { readonly title: string; onOpen?: () => void }

/** A card with a title. */
export function Card({ title, onOpen }: Props): JSX.Element {
  const [open, setOpen] = React.useState(false);
  return <section onClick={onOpen}>{title}</section>;
}

export const List: React.FC<{ items: string[] }> = ({ items }) => (
  <ul>
    {items.map((item) => <li key={item}>{item}</li>)}
  </ul>
);
