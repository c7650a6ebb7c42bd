import {
  buildSchema,
  type ConstDirectiveNode,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  print,
} from 'graphql';

/** A change of the schema that may break who uses it. */
export type BreakingChange = {
  /** What the changelog has to name, e.g. `PstnNumber.number`. */
  readonly coordinate: string;
  readonly description: string;
  /** It is gone: whoever uses it fails, whatever else the changelog says of it. */
  readonly isRemoval?: boolean;
};

/** Directives that other subgraphs, composers and routers go by: without one that was there, a supergraph may not compose. */
const KEPT_DIRECTIVES = new Set(['key', 'shareable']);
/** Those that take out of the supergraph's API what carries them. */
const HIDING_DIRECTIVES = new Set(['inaccessible', 'federation__inaccessible']);

/** What breaks who used the released schema, in the order of the coordinates. */
export function findBreaking(releasedSdl: string, currentSdl: string): BreakingChange[] {
  const [released, current] = [releasedSdl, currentSdl].map((sdl) => buildSchema(sdl, { assumeValidSDL: true }));
  if (!released || !current) return [];
  // Definitions of directives are federation's, whose names change with what is imported of it; no operation uses ours.
  const known = [
    ...findBreakingChanges(released, current).filter(({ type }) => !type.startsWith('DIRECTIVE_')),
    // A default decides what is done for those who leave the argument out.
    ...findDangerousChanges(released, current).filter(
      ({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
    ),
  ]
    .map(({ type, description }) => ({
      ...{ coordinate: toCoordinate(description), description },
      isRemoval: type.includes('REMOVED'),
    }))
    .filter(({ coordinate }) => !/^(federation|link)__/.test(coordinate));
  return [...known, ...findChangedDefaults(released, current), ...findChangedDirectives(released, current)].toSorted(
    (one, other) => one.coordinate.localeCompare(other.coordinate),
  );
}

/**
 * Those that the changelog's part `Unreleased` does not name: in an entry that begins with `**Breaking`, in backticks; what is gone in one
 * that says `removed`.
 */
export function findUnnamed(changes: readonly BreakingChange[], changelog: string): BreakingChange[] {
  const [, later = ''] = changelog.split(/^## Unreleased$/m);
  const [unreleased = ''] = later.split(/^## /m);
  const entries = unreleased.split(/^- /m).filter((entry) => entry.startsWith('**Breaking'));
  const isNamed = ({ coordinate, isRemoval = false }: BreakingChange) =>
    entries.some((entry) => entry.includes(`\`${coordinate}\``) && (!isRemoval || /\bremoved\b/i.test(entry)));
  return changes.filter((change) => !isNamed(change));
}

/** graphql-js gives sentences only. It words those first that name the member before the type. */
const wordings: readonly (readonly [RegExp, string])[] = [
  [/^A required field (\w+) on input type (\w+) was added/, '$2.$1'],
  [/^A required arg (\w+) on ([\w.]+) was added/, '$2($1:)'],
  [/^(\w+) was removed from enum type (\w+)/, '$2.$1'],
  [/^(\w+) was removed from union type (\w+)/, '$2'],
  [/^([\w.]+) arg (\w+) /, '$1($2:)'],
  [/^Standard scalar (\w+) /, '$1'],
  [/^([\w.]*\w)/, '$1'],
];

function toCoordinate(description: string): string {
  const found = wordings.find(([wording]) => wording.test(description));
  if (!found) return description;
  const [wording, coordinate] = found;
  return (wording.exec(description)?.[0] ?? '').replace(wording, coordinate);
}

/** Of members of inputs, which graphql-js does not compare: a default of these decides what is bought. */
function findChangedDefaults(released: GraphQLSchema, current: GraphQLSchema): BreakingChange[] {
  return Object.values(released.getTypeMap()).flatMap((type) => {
    const now = current.getType(type.name);
    if (!isInputObjectType(type) || !isInputObjectType(now)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const [before, after] = [field, now.getFields()[field.name]].map((each) => each?.astNode?.defaultValue);
      if (!now.getFields()[field.name] || !before || (after && print(before) === print(after))) return [];
      const coordinate = `${type.name}.${field.name}`;
      return [{ coordinate, description: `${coordinate} had the default ${print(before)}, and has it no longer.` }];
    });
  });
}

/** Of what is applied to types, their fields and values, which graphql-js does not look at. */
function findChangedDirectives(released: GraphQLSchema, current: GraphQLSchema): BreakingChange[] {
  const now = appliedIn(current);
  return [...appliedIn(released)].flatMap(([coordinate, before]) => {
    const after = now.get(coordinate);
    if (!after) return [];
    const lost = before.filter(
      ({ name, text }) => KEPT_DIRECTIVES.has(name) && after.every((one) => one.text !== text),
    );
    const hidden = after.filter(({ name }) => HIDING_DIRECTIVES.has(name) && before.every((one) => one.name !== name));
    return [
      ...lost.map(({ text }) => ({ coordinate, description: `${coordinate} is no longer ${text}.` })),
      ...hidden.map(({ text }) => ({ coordinate, description: `${coordinate} has become ${text}.` })),
    ];
  });
}

/** Whatever directives can be applied to. */
type Place = { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
type Applied = { readonly name: string; readonly text: string };

function appliedIn(schema: GraphQLSchema): Map<string, Applied[]> {
  const places = Object.values(schema.getTypeMap()).flatMap((type): [string, Place][] => {
    const members =
      isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields())
        : isEnumType(type)
          ? type.getValues()
          : [];
    return [
      [type.name, type.astNode],
      ...members.map((member) => [`${type.name}.${member.name}`, member.astNode] satisfies [string, Place]),
    ];
  });
  return new Map(
    places.map(([coordinate, node]) => [
      coordinate,
      (node?.directives ?? []).map((directive) => ({ name: directive.name.value, text: print(directive) })),
    ]),
  );
}
