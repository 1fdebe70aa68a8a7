/** A free EVSE with one connector. */
export const evse = (uid: string) => ({
  uid,
  evse_id: `NL*ABC*E${uid}`,
  status: 'AVAILABLE',
  capabilities: ['REMOTE_START_STOP_CAPABLE', 'RFID_READER'],
  connectors: [
    {
      id: '1',
      standard: 'IEC_62196_T2',
      format: 'SOCKET',
      power_type: 'AC_3_PHASE',
      max_voltage: 230,
      max_amperage: 32,
      last_updated: '2026-01-31T12:00:00Z',
    },
  ],
  last_updated: '2026-01-31T12:00:00Z',
})
