/** An answer of AWS as it came over the wire; of the headers those that the SDK reads. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

interface WireResponse {
  statusCode: number;
  headers: Record<string, string>;
  body?: unknown;
}

type Handle = (...call: never[]) => Promise<{ response: WireResponse }>;

const HEADERS = ['content-type', 'x-amzn-errortype'];

/** Keeps the answers that an SDK client gets. @returns the last one. */
export function keepAnswers(config: {
  requestHandler: { handle: Handle };
}): () => WireAnswer {
  const { requestHandler } = config;
  const handle = requestHandler.handle.bind(requestHandler);
  let last: WireAnswer = { status: 0, headers: {}, body: '' };
  requestHandler.handle = async (...call) => {
    const { response } = await handle(...call);
    const chunks: Buffer[] = [];
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      chunks.push(Buffer.from(chunk));
    }
    const body = Buffer.concat(chunks);
    last = {
      status: response.statusCode,
      headers: Object.fromEntries(
        Object.entries(response.headers).filter(([name]) =>
          HEADERS.includes(name),
        ),
      ),
      body: body.toString(),
    };
    return { response: Object.assign(response, { body }) };
  };
  return () => last;
}
