// Senders that we did not write: the OpenTelemetry SDK with its OTLP exporter, and grpc-js on our protos.

import assert from 'node:assert/strict';
import test from 'node:test';
import grpc from '@grpc/grpc-js';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { AggregationTemporalityPreference } from '@opentelemetry/exporter-metrics-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { connect, figure, start } from './service.mjs';

async function recordShop(address, parent, temporalityPreference) {
  const metadata = new grpc.Metadata();
  metadata.set('okapi-organization', parent);
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: `http://${address}`, metadata, temporalityPreference, compression: 'gzip' }),
    exportIntervalMillis: 2 ** 30,
  });
  const resource = new Resource({ 'service.name': 'shop' });
  const provider = new MeterProvider({ resource, readers: [reader] });
  const meter = provider.getMeter('interop');
  const sales = meter.createCounter('sales');
  const open = meter.createUpDownCounter('open');
  const latency = meter.createHistogram('latency', { advice: { explicitBucketBoundaries: [2, 10] } });
  meter.createObservableGauge('stock').addCallback((result) => result.observe(42, { region: 'south' }));
  sales.add(3, { region: 'south' });
  sales.add(2, { region: 'north' });
  open.add(5);
  latency.record(1);
  latency.record(7);
  await provider.forceFlush();
  sales.add(4, { region: 'south' });
  open.add(-2);
  latency.record(20);
  await provider.shutdown(); // Exports what is left.
}

for (const [name, temporality] of [
  ['delta', AggregationTemporalityPreference.DELTA],
  ['cumulative', AggregationTemporalityPreference.CUMULATIVE],
]) {
  test(`OpenTelemetry SDK, ${name}`, async () => {
    const service = await start();
    const { client, call } = connect(service.address);
    const parent = `organizations/${name}`;
    await recordShop(service.address, parent, temporality);
    const ask = (id, metric, aggregation, filter) => figure(call, parent, id, metric, aggregation, filter);
    assert.equal(await ask('sales', 'sales', 'SUM'), 9);
    assert.equal(await ask('south', 'sales', 'SUM', [{ label: 'region', values: ['south'] }]), 7);
    assert.equal(await ask('shop', 'sales', 'SUM', [{ label: 'service.name', values: ['shop'] }]), 9);
    assert.equal(await ask('open', 'open', 'LAST'), 3);
    assert.equal(await ask('stock', 'stock', 'LAST'), 42);
    assert.equal(await ask('count', 'latency.count', 'SUM'), 3);
    assert.equal(await ask('sum', 'latency.sum', 'SUM'), 28);
    assert.equal(await ask('slow', 'latency.bucket', 'SUM', [{ label: 'le', values: ['+Inf'] }]), 1);
    client.close();
    await service.stop();
  });
}

test('StreamSamples by grpc-js', async () => {
  const service = await start();
  const { client, call } = connect(service.address);
  const parent = 'organizations/stream';
  const stream = client.StreamSamples();
  const messages = [];
  let wake = () => {};
  stream.on('data', (message) => {
    messages.push(message);
    wake();
  });
  const next = async () => {
    if (messages.length === 0) await new Promise((resolve) => (wake = resolve));
    return messages.shift();
  };
  stream.write({ open: { parent, streamId: 'js' } });
  assert.equal((await next()).opened.lastSequence, 0);
  for (let sequence = 1; sequence <= 10; ++sequence) {
    const series = sequence === 1 ? [{ metric: 'sales', kind: 'DELTA', labels: { region: 'south' } }] : [];
    stream.write({
      batch: { sequence, series, seriesRefs: [0, 0], timesUs: [sequence * 1e6, sequence * 1e6], values: [1, 0.5] },
    });
  }
  for (let acknowledged = 0; acknowledged < 10; ) acknowledged = (await next()).ack.sequence;
  stream.end();
  assert.equal(await figure(call, parent, 'sales', 'sales', 'SUM'), 15);
  client.close();
  await service.stop();
});
