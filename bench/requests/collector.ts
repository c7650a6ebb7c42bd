import { createServer } from 'node:http';

/** Takes traces and metrics as a collector does, and keeps none. Its argument is the port. */
createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
}).listen(Number(process.argv[2]), '127.0.0.1');
