import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { type Answer, plain } from './http/answer.ts';
import { addressOf, type Listening, refusalOf } from './http/guard.ts';
import { headersFor } from './http/headers.ts';

/** Connections of one browser are six, and each page that listens keeps one. */
const MOST_CONNECTIONS = 256;

export interface ServeOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Answers a request target. */
  answer(target: string): Promise<Answer>;
  /** Told what went wrong with an answer. */
  onFault(message: string): void;
}

/** A server that listens. */
export interface RunningServer {
  /** Of its start page. */
  readonly address: string;
  /** Ends every connection, those that listen to events too. */
  close(): Promise<void>;
}

/**
 * Listens for requests that only read.
 * @throws HarnessError ADDRESS if the port or the address cannot be had
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  server.maxConnections = MOST_CONNECTIONS;
  const listening = await listen(server, options);
  server.on('request', (request, response) => {
    respond(request, response, listening, options).catch((error: unknown) => {
      options.onFault(messageOf(error));
      if (response.headersSent) response.destroy();
      else response.writeHead(500, headersFor('text')).end('This page could not be made.\n');
    });
  });
  return {
    address: addressOf(listening),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, { host, port }: ServeOptions): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(notListening(error, host, port)));
    server.listen({ host, port, exclusive: true }, resolve);
  });
  const address = server.address();
  return { host, port: typeof address === 'object' && address !== null ? address.port : port };
}

function notListening(error: NodeJS.ErrnoException, host: string, port: number): HarnessError {
  const where = `${host}, port ${port}`;
  const [what, remedy] = ((): readonly [string, string] => {
    switch (error.code) {
      case 'EADDRINUSE':
        return [
          `${where} is in use by another program`,
          'Name another with --port, or 0 for any that is free.',
        ];
      case 'EACCES':
        return [
          `${where} may not be listened on by this account`,
          'Name another port of 1024 or more with --port, or 0 for any that is free.',
        ];
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        return [`${host} is no address of this machine`, 'Leave out --host to listen on 127.0.0.1.'];
      default:
        return [
          `${where} cannot be listened on: ${error.message}`,
          'Try another --port, or leave out --host.',
        ];
    }
  })();
  return new HarnessError('ADDRESS', what, remedy, { cause: error });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  listening: Listening,
  options: ServeOptions,
): Promise<void> {
  // What was sent with a request is of no interest.
  request.resume();
  const refusal = refusalOf(
    {
      method: request.method,
      host: request.headers.host,
      fetchSite: headerOf(request, 'sec-fetch-site'),
      fetchMode: headerOf(request, 'sec-fetch-mode'),
    },
    listening,
  );
  if (refusal !== null) {
    if (refusal.status === 405) response.setHeader('Allow', 'GET, HEAD');
    response.setHeader('Connection', 'close');
    return await send(request, response, plain(refusal.status, refusal.why));
  }
  await send(request, response, await options.answer(request.url ?? ''));
}

async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const isHead = request.method === 'HEAD';
  if ('redirect' in answer) {
    response.writeHead(302, { ...headersFor('text'), Location: answer.redirect }).end();
  } else if ('events' in answer) {
    response.writeHead(200, headersFor('events'));
    if (isHead) response.end();
    else join(request, response, answer);
  } else if ('stream' in answer) {
    response.writeHead(200, headersFor(answer.kind));
    if (isHead) {
      answer.stream.destroy();
      response.end();
    } else await sent(answer.stream, response);
  } else {
    const bytes = Buffer.from(answer.body);
    response.writeHead(answer.status, { ...headersFor(answer.kind), 'Content-Length': bytes.length });
    response.end(isHead ? undefined : bytes);
  }
}

/** A page that is left while it loads is no fault. */
async function sent(stream: Readable, response: ServerResponse): Promise<void> {
  await pipeline(stream, response).catch(() => {
    response.destroy();
  });
}

function join(
  request: IncomingMessage,
  response: ServerResponse,
  { events }: Extract<Answer, { events: unknown }>,
): void {
  response.on('close', () => events.leave(response));
  response.on('error', () => events.leave(response));
  response.socket?.setNoDelay(true);
  events.join(response, headerOf(request, 'last-event-id'));
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
