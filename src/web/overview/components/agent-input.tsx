import { useId } from 'react';
import { usePage } from '../page.ts';
import type { Tied } from './field.tsx';

type AgentInputProps = {
  readonly tied: Tied;
  readonly vendor: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (agentId: string) => void;
};

/** The id of an agent. Those that numbers of the vendor are linked to are offered. */
export function AgentInput({ tied, vendor, value, placeholder, onChange }: AgentInputProps) {
  const { seen } = usePage();
  const list = useId();
  return (
    <>
      <input
        {...tied}
        className="mono"
        list={list}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={list}>
        {[...(seen.agents.get(vendor) ?? [])].map((agentId) => (
          <option key={agentId} value={agentId} />
        ))}
      </datalist>
    </>
  );
}
