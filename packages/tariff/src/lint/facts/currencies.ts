// ISO 4217 codes in use, and a coarse worth of some. Source: ISO 4217 list of current currency and fund codes; worth as
// of early 2026, rounded to one or two digits, as it only has to tell 0.50 from 50.

/** Withdrawn ones that old tariffs may still carry are known through the countries' history. */
export const currencies: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP ' +
    'CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF ' +
    'IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD ' +
    'MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB ' +
    'RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD ' +
    'UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'
  ).split(' '),
)

/** Units that are worth about one euro. Prices in other currencies are compared with each other only. */
const PER_EURO: Readonly<Record<string, number>> = {
  AED: 4,
  ALL: 100,
  AUD: 1.7,
  BAM: 2,
  BGN: 2,
  BRL: 6,
  CAD: 1.6,
  CHF: 1,
  CLP: 1000,
  CNY: 8,
  COP: 4500,
  CZK: 25,
  DKK: 7.5,
  EUR: 1,
  GBP: 1,
  GEL: 3,
  HRK: 7.5,
  HUF: 400,
  ILS: 4,
  INR: 100,
  ISK: 150,
  JPY: 160,
  KRW: 1600,
  MAD: 11,
  MDL: 20,
  MKD: 60,
  MXN: 20,
  MYR: 5,
  NOK: 12,
  NZD: 2,
  PLN: 4,
  RON: 5,
  RSD: 120,
  SAR: 4,
  SEK: 11,
  SGD: 1.5,
  THB: 38,
  TRY: 45,
  TWD: 35,
  UAH: 48,
  USD: 1,
  ZAR: 20,
}

export const worthOfEuro = (currency: string | undefined): number | undefined =>
  currency !== undefined && Object.hasOwn(PER_EURO, currency) ? PER_EURO[currency] : undefined
