// The Grafana dashboard (docs/grafana/interchange.json), made by `npm run generate`. To add a panel: a line in `rows`.
// tests/dashboard.test.ts checks that every metric and label in it is served.

const WIDTH = 24
const HEIGHT = 8
const datasource = { type: 'prometheus', uid: '$' + '{datasource}' }

/** Of partners and modules that are chosen at the top. */
const chosen = 'partner=~"$partner",module=~"$module"'
const rate = (metric, labels = '') => `rate(${metric}${labels ? `{${labels}}` : ''}[$__rate_interval])`
const quantile = (share, metric, labels, by) =>
  `histogram_quantile(${share}, sum by (le, ${by}) (${rate(`${metric}_bucket`, labels)}))`

/** A panel: title, unit, and lines of `[expression, legend]`. */
const panel = (title, unit, ...lines) => ({ title, unit, lines })

const rows = [
  {
    title: "Partners' health",
    panels: [
      panel('Partners by status', 'short', ['max by (status) (interchange_partners)', '{{status}}']),
      panel('Partners that do not take everything', 'short', [
        'sum(1 - max by (partner) (interchange_partner_up{partner=~"$partner"}))',
        'away',
      ]),
      panel('Changes of status', 'short', [
        'sum by (status) (increase(interchange_partner_changes_total[$__rate_interval]))',
        '{{status}}',
      ]),
      panel('Alerts that are raised', 'short', ['max by (kind) (interchange_alerts_raised)', '{{kind}}']),
    ],
  },
  {
    title: 'Lanes',
    panels: [
      panel('Objects that wait', 'short', [
        `sum by (partner, module) (interchange_lane_lag_objects{${chosen}})`,
        '{{partner}} {{module}}',
      ]),
      panel('Age of the oldest change', 's', [
        `max by (partner, module) (interchange_lane_lag_seconds{${chosen}})`,
        '{{partner}} {{module}}',
      ]),
      panel('Parked', 'short', [
        `sum by (partner, module) (interchange_lane_parked{${chosen}})`,
        '{{partner}} {{module}}',
      ]),
      panel('Since the last success', 's', [
        `time() - max by (partner, module) (interchange_lane_last_success_timestamp_seconds{${chosen}})`,
        '{{partner}} {{module}}',
      ]),
      panel('Changes saved', 'ops', [
        `sum by (module) (${rate('interchange_lane_saved_total', chosen)})`,
        '{{module}}',
      ]),
      panel('Deliveries by outcome', 'ops', [
        `sum by (outcome) (${rate('interchange_deliveries_total', 'module=~"$module"')})`,
        '{{outcome}}',
      ]),
    ],
  },
  {
    title: 'Intake',
    panels: [
      panel('Requests', 'reqps', [
        `sum by (module, method) (${rate('interchange_exchanges_total', 'direction="in",module=~"$module"')})`,
        '{{method}} {{module}}',
      ]),
      panel(
        'Time to answer',
        's',
        [quantile(0.5, 'interchange_exchange_seconds', 'direction="in",module=~"$module"', 'module'), 'p50 {{module}}'],
        [
          quantile(0.95, 'interchange_exchange_seconds', 'direction="in",module=~"$module"', 'module'),
          'p95 {{module}}',
        ],
      ),
      panel(
        'Refused and failed',
        'reqps',
        [
          `sum by (class) (${rate('interchange_exchange_seconds_count', 'direction="in",class!="2xx"')})`,
          'HTTP {{class}}',
        ],
        [`sum by (where) (${rate('interchange_failures_total')})`, 'our own: {{where}}'],
      ),
      panel('Objects pushed', 'ops', [
        `sum by (module, outcome) (${rate('interchange_pushes_total')})`,
        '{{module}} {{outcome}}',
      ]),
      panel('Objects crawled', 'ops', [
        `sum by (module, outcome) (${rate('interchange_pulled_objects_total')})`,
        '{{module}} {{outcome}}',
      ]),
      panel('CDRs by audit', 'ops', [`sum by (state) (${rate('interchange_audits_total')})`, '{{state}}']),
      panel(
        'Writer',
        'ops',
        [`sum(${rate('interchange_writer_writes_total')})`, 'writes'],
        [`sum(${rate('interchange_writer_batches_total')})`, 'transactions'],
        ['sum(interchange_writer_pending)', 'pending'],
      ),
    ],
  },
  {
    title: 'Outgoing',
    panels: [
      panel('Calls', 'reqps', [`sum by (partner) (${rate('interchange_calls_total', chosen)})`, '{{partner}}']),
      panel('Share of errors', 'percentunit', [
        `sum by (partner, module) (${rate('interchange_calls_total', `${chosen},outcome!="ok"`)}) / sum by (partner, module) (${rate('interchange_calls_total', chosen)})`,
        '{{partner}} {{module}}',
      ]),
      panel('p50', 's', [
        quantile(0.5, 'interchange_call_seconds', chosen, 'partner, module'),
        '{{partner}} {{module}}',
      ]),
      panel('p95', 's', [
        quantile(0.95, 'interchange_call_seconds', chosen, 'partner, module'),
        '{{partner}} {{module}}',
      ]),
      panel('Webhooks: behind', 'short', ['max by (webhook) (interchange_webhook_behind)', '{{webhook}}']),
      panel('Webhooks: attempts that failed', 'ops', [
        `sum by (webhook) (${rate('interchange_webhook_failures_total')})`,
        '{{webhook}}',
      ]),
    ],
  },
  {
    title: 'Process',
    panels: [
      panel('Processor', 'percentunit', [rate('process_cpu_seconds_total'), '{{instance}}']),
      panel(
        'Memory',
        'bytes',
        ['process_resident_memory_bytes', '{{instance}}'],
        ['nodejs_heap_size_used_bytes', '{{instance}} heap'],
      ),
      panel('Event loop, p99', 's', ['nodejs_eventloop_lag_p99_seconds', '{{instance}}']),
      panel('Listeners of /changes', 'short', ['interchange_changes_listeners', '{{instance}}']),
      panel(
        'Message log',
        'short',
        ['interchange_exchanges_unwritten', '{{instance}} waiting'],
        [`sum by (direction) (${rate('interchange_exchanges_unlogged_total')})`, 'unlogged per second, {{direction}}'],
      ),
      panel('Errors of the database', 'ops', [
        `sum by (code) (${rate('interchange_database_errors_total')})`,
        '{{code}}',
      ]),
    ],
  },
]

const variable = (name, label, query) => ({
  name,
  label,
  type: 'query',
  datasource,
  query: { query, refId: name },
  refresh: 2,
  includeAll: true,
  multi: true,
  allValue: '.*',
  current: { text: 'All', value: '$__all' },
})

/** Rows of two panels beside each other. */
function laidOut() {
  const panels = []
  let y = 0
  for (const row of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: WIDTH, h: 1 },
    })
    y += 1
    for (const [at, { title, unit, lines }] of row.panels.entries()) {
      panels.push({
        id: panels.length + 1,
        type: 'timeseries',
        title,
        datasource,
        gridPos: { x: (at % 2) * (WIDTH / 2), y: y + Math.floor(at / 2) * HEIGHT, w: WIDTH / 2, h: HEIGHT },
        fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
        options: {
          legend: { displayMode: 'table', placement: 'right', calcs: ['lastNotNull', 'max'] },
          tooltip: { mode: 'multi', sort: 'desc' },
        },
        targets: lines.map(([expr, legendFormat], place) => ({
          refId: String.fromCharCode(65 + place),
          datasource,
          expr,
          legendFormat,
        })),
      })
    }
    y += Math.ceil(row.panels.length / 2) * HEIGHT
  }
  return panels
}

export const dashboard = () => ({
  uid: 'interchange',
  title: 'Interchange',
  tags: ['ocpi'],
  schemaVersion: 39,
  editable: true,
  timezone: 'utc',
  refresh: '30s',
  time: { from: 'now-6h', to: 'now' },
  templating: {
    list: [
      { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', refresh: 1 },
      variable('partner', 'Partner', 'label_values(interchange_partner_up, partner)'),
      variable('module', 'Module', 'label_values(interchange_exchanges_total, module)'),
    ],
  },
  panels: laidOut(),
})
