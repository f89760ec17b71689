/** What to do in an LMS, in numbered sentences; `from` is the first one's number. */
export function LmsSteps({ steps, from = 1 }: { steps: readonly string[]; from?: number }) {
  return (
    <ol class="clicks" start={from}>
      {steps.map((step, index) => (
        <li key={step}>
          <span class="click-number" aria-hidden="true">
            {from + index}
          </span>
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}
