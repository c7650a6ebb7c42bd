/** What authors of vendors test an adapter and its fake with: `phone-numbers-subgraph/vendor-testing`. Needs vitest. */
export { createLogSink, type LogSink } from '../log-sink.ts';
export { type ReceivedRequest, type StubServer, startStubServer } from '../stub-server.ts';
export { exactBuying, failureOf, listAll, present, recordCall } from '../vendor-calls.ts';
export { loadSubject, type Subject } from '../vendor-contract/subject.ts';
export { describeVendorContract } from '../vendor-contract/vendor-contract.ts';
