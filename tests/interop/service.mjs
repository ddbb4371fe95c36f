// Starts okapi-metrics on a free port, and calls it with protos loaded from their files.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const { OKAPI_BIN, OKAPI_SOURCE, OKAPI_GOOGLE_PROTOS } = process.env;

export async function start() {
  const data = mkdtempSync(join(tmpdir(), 'okapi-interop-'));
  const service = spawn(join(OKAPI_BIN, 'okapi-metrics'), ['--listen=127.0.0.1:0', `--data=${data}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: service.stderr }).on('line', (line) => {
      const listening = line.match(/ listening on (\S+)$/);
      if (listening) resolve(listening[1]);
    });
    service.on('exit', (code) => reject(new Error(`okapi-metrics ended with ${code}`)));
  });
  const stop = () =>
    new Promise((resolve) => {
      service.removeAllListeners('exit');
      service.on('exit', () => {
        rmSync(data, { recursive: true });
        resolve();
      });
      service.kill('SIGTERM');
    });
  return { address, stop };
}

export function connect(address) {
  const definition = protoLoader.loadSync('okapi/metrics/v1/metrics_service.proto', {
    includeDirs: [join(OKAPI_SOURCE, 'proto'), OKAPI_GOOGLE_PROTOS],
    longs: Number,
    enums: String,
    defaults: true,
  });
  const { MetricsService } = grpc.loadPackageDefinition(definition).okapi.metrics.v1;
  const client = new MetricsService(address, grpc.credentials.createInsecure());
  const call = (method, request) =>
    new Promise((resolve, reject) => {
      client[method](request, (error, response) => (error ? reject(error) : resolve(response)));
    });
  return { client, call };
}

// The number that a KPI made of the metric gives for all time.
export async function figure(call, parent, id, metric, aggregation, filter = []) {
  const kpi = await call('CreateKpi', {
    parent,
    kpiId: id,
    kpi: { displayName: id, metric, aggregation, frequency: 'MONTH' },
  });
  const answer = await call('AggregateKpi', {
    name: kpi.name,
    wholeInterval: true,
    startTime: { seconds: 1 },
    filter,
  });
  return answer.groups[0].values[0].value;
}
