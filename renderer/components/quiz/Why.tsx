interface WhyProps {
  /** The misconception a wrong answer comes from; nothing for a right one. */
  readonly name?: string | undefined;
  readonly reason: string;
}

/** Opens with the misconception's name, then one reason. */
export function Why({ name, reason }: WhyProps) {
  return (
    <p className="why">
      {name && <b>{name}. </b>}
      {reason}
    </p>
  );
}
