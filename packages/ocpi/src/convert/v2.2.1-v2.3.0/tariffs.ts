import { add, decimal, divide, multiply, toNumber } from '../../define/decimal.ts'
import type { ConversionRules, Make, Making } from '../rules.ts'

type Price221 = { excl_vat: number; incl_vat?: number | null }
type PriceLimit = { before_taxes: number; after_taxes?: number | null }
type PriceComponent = { price: number; vat?: number | null }
type TariffElement = { price_components: readonly PriceComponent[] }
type DisplayText = { language: string; text: string }
type Tariff230 = {
  tax_included: string
  elements: readonly TariffElement[]
  tariff_alt_text?: readonly DisplayText[] | null
}

export const upgradePriceLimit = ({ excl_vat, incl_vat, ...own }: Price221): PriceLimit => ({
  ...own,
  before_taxes: excl_vat,
  ...(incl_vat === undefined ? {} : { after_taxes: incl_vat }),
})

export const downgradePriceLimit = ({ before_taxes, after_taxes, ...own }: PriceLimit): Price221 => ({
  ...own,
  excl_vat: before_taxes,
  ...(after_taxes === undefined ? {} : { incl_vat: after_taxes }),
})

const limit = <From, To>(field: 'min_price' | 'max_price', convert: (limit: From) => To): Make => ({
  from: [field],
  to: [field],
  by: (tariff) => ({ [field]: convert(tariff[field] as From) }),
})

const UNTAXED = 'prices of OCPI 2.2.1 are without taxes'

/**
 * 2.2.1 states all prices without VAT. What includes taxes is divided by its rate, to four decimals; where the rate is
 * not known, as in North America, the price stays and a text for drivers says so.
 */
export function downgradeTariffPrices(tariff: Tariff230, making: Making): Record<string, unknown> {
  const elements = making.copied('elements')
  const texts = making.copied('tariff_alt_text')
  if (tariff.tax_included === 'NO' || !Array.isArray(elements)) return { elements, tariff_alt_text: texts }

  making.lose('/tax_included', tariff.tax_included === 'YES' ? UNTAXED : 'OCPI 2.2.1 cannot say that no taxes apply')
  let unknown = 0
  let known = 0
  const convertComponent = (component: PriceComponent, path: string): PriceComponent => {
    const { price, vat, ...own } = component
    if (tariff.tax_included !== 'YES') {
      if (typeof vat === 'number') making.lose(`${path}/vat`, 'no taxes apply to this tariff; left out')
      return { ...own, price }
    }
    const untaxed = typeof vat === 'number' ? withoutTax(price, vat) : undefined
    if (untaxed === undefined) {
      unknown += 1
      making.lose(`${path}/price`, `${UNTAXED} and the rate is not known; the price with taxes stands`)
      return component
    }
    known += 1
    if (untaxed !== price) making.lose(`${path}/price`, `${UNTAXED}; calculated from the rate in vat`)
    return { ...component, price: untaxed }
  }
  const converted = (elements as TariffElement[]).map((element, index) => ({
    ...element,
    price_components: element.price_components.map((component, position) =>
      convertComponent(component, `/elements/${index}/price_components/${position}`),
    ),
  }))
  if (unknown === 0) return { elements: converted, tariff_alt_text: texts }
  const text = known === 0 ? 'Prices include taxes.' : 'Prices without a VAT rate include taxes.'
  making.lose('/tariff_alt_text', `a text was added: ${text}`)
  return {
    elements: converted,
    tariff_alt_text: [...(Array.isArray(texts) ? texts : []), { language: 'en', text }],
  }
}

/** Four decimals are what OCPI's numbers have (2.3.0 types, "number"); nothing for a rate that takes all of the price. */
function withoutTax(price: number, percent: number): number | undefined {
  const factor = add(decimal(1), multiply(decimal(percent), decimal(0.01)))
  return factor.units <= 0n ? undefined : toNumber(divide(decimal(price), factor, 4))
}

export const tariffsUp: ConversionRules = {
  objects: {
    Tariff: {
      make: [
        // 2.2.1 tariffs, "PriceComponent": the price is without VAT.
        { from: [], to: ['tax_included'], by: () => ({ tax_included: 'NO' }) },
        limit('min_price', upgradePriceLimit),
        limit('max_price', upgradePriceLimit),
      ],
    },
  },
}

export const tariffsDown: ConversionRules = {
  objects: {
    Tariff: {
      make: [
        {
          from: ['tax_included', 'elements', 'tariff_alt_text'],
          to: ['elements', 'tariff_alt_text'],
          by: downgradeTariffPrices,
        },
        limit('min_price', downgradePriceLimit),
        limit('max_price', downgradePriceLimit),
      ],
    },
  },
}
