/** How the notes in a history begin that tell what a person has said of an operation: who writes and who reads them share it. */
export const notesOfPeople = {
  settled: 'Settled by ',
  writtenBack: 'Written back by hand: ',
  corrected: 'What was settled before is corrected.',
} as const;

/** Whether a note tells what a person has said. */
export function isByPeople(note: string): boolean {
  return Object.values(notesOfPeople).some((beginning) => note.startsWith(beginning));
}
