import type { VendorName } from '../../src/domain/phone-number.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { readTexts } from './openapi/texts.ts';
import { createOpenApiJudge, type OpenApiJudge } from './openapi.ts';
import { openVendorWay, type PassedCall, type VendorWay } from './vendor-way.ts';

/** A way to the fake vendors on which every call and every answer is judged by the vendor's description. */
export type JudgedWay = VendorWay & {
  /** The judge by the description of a built-in vendor. */
  judgeOf(vendor: VendorName): OpenApiJudge;
  /** What was wrong with calls to this vendor and with its answers, each once. */
  complaints(vendor: VendorName): readonly string[];
  /** The operations of its description that were called, each once, in the order of the alphabet. */
  seen(vendor: VendorName): readonly string[];
};

type Watched = { readonly judge: OpenApiJudge; readonly complaints: Set<string>; readonly seen: Set<string> };

/** Starts it. Each vendor's description is `test/vendors/<its name in small letters>/openapi.yaml`. */
export async function openJudgedWay(): Promise<JudgedWay> {
  const watched = new Map<VendorName, Watched>();
  for (const { name } of builtInVendors) {
    const judge = await createOpenApiJudge(new URL(`../vendors/${folderOf(name)}/openapi.yaml`, import.meta.url));
    watched.set(name, { judge, complaints: new Set(), seen: new Set() });
  }
  const of = (vendor: VendorName): Watched => {
    const found = watched.get(vendor);
    if (found === undefined) throw new Error(`${vendor} is not built in.`);
    return found;
  };
  const way = await openVendorWay((call) => {
    for (const [vendor, { judge, complaints, seen }] of watched) {
      const base = new URL(way.sandbox.urlOf(vendor)).pathname;
      if (!call.url.startsWith(`${base}/`)) continue;
      const url = call.url.slice(base.length);
      for (const complaint of judgeCall(judge, { ...call, url })) complaints.add(complaint);
      const operation = judge.operation(call.method, new URL(url, 'http://vendor').pathname);
      if (operation !== null) seen.add(operation);
    }
  });
  return {
    ...way,
    judgeOf: (vendor) => of(vendor).judge,
    complaints: (vendor) => [...of(vendor).complaints],
    seen: (vendor) => [...of(vendor).seen].sort(),
  };
}

/** The folder of a vendor, of its adapter as of its tests. */
export function folderOf(vendor: VendorName): string {
  return vendor.toLowerCase();
}

function judgeCall(judge: OpenApiJudge, { method, url, headers, body, answer }: PassedCall): string[] {
  const { pathname: path, searchParams } = new URL(url, 'http://vendor');
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const asked = judge.request({
    ...{ method, path, query: readTexts(searchParams), headers: Object.fromEntries(new Headers(pairsOf(headers))) },
    body: isForm ? body : parsed(body),
  });
  const told =
    answer === null
      ? []
      : judge.response(
          { method, path },
          { status: answer.status, headers: new Headers(pairsOf(answer.headers)), body: parsed(answer.body) },
        );
  return [
    ...asked.map((complaint) => `${method} ${url} ${complaint}`),
    ...told.map((complaint) => `${method} ${url} answered ${answer?.status}: ${complaint}`),
  ];
}

function pairsOf(headers: PassedCall['headers']): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [name, String(value)]);
}

/** A body that is no JSON is judged as the text that it is. */
function parsed(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
