/** What came of something, for those who do not see the page change. Nothing else on the page speaks by itself. */
export function Said({ text }: { readonly text: string }) {
  return (
    <p className="vh" role="status">
      {text}
    </p>
  );
}
