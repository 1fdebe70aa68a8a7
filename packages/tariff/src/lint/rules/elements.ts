// Which element counts when: per dimension the first in the list whose restrictions hold (Tariffs, "Tariff object").

import type { Report } from '../../rule.ts'
import type { Region } from '../cells.ts'
import type { Shadowed } from '../coverage.ts'
import { regionText } from '../region-text.ts'
import type { Rule } from '../rule.ts'
import { isJson, listOf, pricesOf } from '../view.ts'
import { isAllZero } from './prices.ts'

export const elementRules: readonly Rule[] = [
  {
    code: 'component-twice',
    severity: 'error',
    requirement: 'R-TAR-05',
    doc: 'An element has two prices for one dimension: only one can be active.',
    check({ elements }, report) {
      for (const { components } of elements) {
        const seen = new Set<string>()
        for (const { path, type } of components) {
          if (seen.has(type)) report(path, `the element already has a price for ${type}; only one can be active`)
          seen.add(type)
        }
      }
    },
  },
  {
    code: 'shadowed',
    severity: 'warning',
    softer: 'note',
    requirement: 'R-TAR-05',
    doc: 'A price that never counts: earlier elements price the dimension wherever this one applies. A note when one of them has the same price.',
    check({ coverage }, report) {
      for (const shadowed of coverage().shadowed) reportShadowed(shadowed, report)
    },
  },
  {
    code: 'parking-with-power',
    severity: 'warning',
    requirement: 'R-TAR-12',
    doc: 'A price of parking time that needs a least power or current, of which there is none while parking.',
    check({ coverage, elements }, report) {
      const parking = new Set(
        elements.filter(({ phase }) => phase === 'SESSION').flatMap(({ components }) => components),
      )
      for (const component of coverage().powerless) {
        if (!parking.has(component)) continue
        report(
          component.path,
          'never applies: no power flows while parking; move it to an element without min_power or min_current',
        )
      }
    },
  },
  {
    code: 'overlap',
    severity: 'note',
    requirement: 'R-TAR-05',
    doc: 'Two elements with different prices both apply at some moments: there the order decides.',
    check({ coverage }, report) {
      for (const { first, second } of coverage().overlaps) {
        report(
          second.component.path,
          `at some moments ${first.element.path} applies as well and counts, being earlier; make sure that is meant`,
        )
      }
    },
  },
  {
    code: 'charging-unpriced',
    severity: 'warning',
    requirement: 'R-TAR-06',
    doc: 'Moments at which neither energy nor time has a price although the tariff has such prices: charging is free then.',
    check({ coverage }, report) {
      const { unpriced } = coverage()
      if (unpriced.length === 0) return
      report(
        '/elements',
        `neither ENERGY nor TIME has a price ${regionsText(unpriced)}: charging is free then. Add an element ` +
          'without restrictions at the end, with a price of 0 if that is meant',
      )
    },
  },
  {
    code: 'dimension-unpriced',
    severity: 'note',
    requirement: 'R-TAR-06',
    doc: 'Moments at which a dimension that the tariff prices elsewhere costs nothing.',
    check({ coverage }, report) {
      const { gaps, unpriced } = coverage()
      for (const [dimension, regions] of gaps) {
        // Where charging as a whole has no price, energy and time need not be named again.
        if (unpriced.length > 0 && dimension !== 'PARKING_TIME') continue
        report('/elements', `${dimension} has no price ${regionsText(regions)}, so it costs nothing then`)
      }
    },
  },
  {
    code: 'parking-duration',
    severity: 'note',
    requirement: 'R-TAR-13',
    doc: 'A price of parking time restricted by duration: it counts from the start of the session, charging included.',
    check(tariff, report) {
      for (const { element, component } of pricesOf(tariff, 'PARKING_TIME')) {
        if (!element.box?.duration || component.price === 0) continue
        report(`${element.path}/restrictions`, 'duration counts from the start of the session, not of the parking')
      }
    },
  },
  {
    code: 'several-fees',
    severity: 'note',
    requirement: 'R-TAR-32',
    doc: 'Several different fees per session in restricted elements: whether a session pays one or more is not specified.',
    check(tariff, report) {
      const fees = pricesOf(tariff, 'FLAT').filter(({ component }) => (component.price ?? 0) > 0)
      const [first] = fees
      for (const { component } of fees) {
        if (!first || component.price === first.component.price) continue
        report(
          component.path,
          `another fee than ${first.element.path}; whether a session that meets both pays both is open`,
        )
        return
      }
    },
  },
  {
    code: 'energy-missing',
    severity: 'warning',
    softer: 'note',
    doc: 'Nothing is priced per kWh. A note when other tariffs of the owner do not show that it is unusual.',
    check(tariff, report) {
      const charging = tariff.elements.some(({ phase, components }) => phase === 'SESSION' && components.length > 0)
      if (!charging || isAllZero(tariff) || pricesOf(tariff, 'ENERGY').length > 0) return
      const usual = tariff.others.length > 0 && tariff.others.filter(hasEnergy).length * 2 > tariff.others.length
      report(
        '/elements',
        usual
          ? 'no price per kWh, which most other tariffs of the owner have; add an ENERGY component'
          : 'no price per kWh: energy costs nothing by itself',
        usual ? 'warning' : 'note',
      )
    },
  },
  {
    code: 'analysis-capped',
    severity: 'note',
    doc: 'There are too many elements to look at every combination: shadowed prices and gaps may not all be found.',
    check({ coverage }, report) {
      if (!coverage().complete) {
        report('/elements', 'too many combinations of restrictions; not all of them were looked at')
      }
    },
  },
]

function reportShadowed({ element, component, by }: Shadowed, report: Report): void {
  if (!by) {
    report(component.path, 'never counts: the elements before together cover all its moments; move it up or remove it')
    return
  }
  const same = by.component.price === component.price && by.component.vat === component.vat
  const why = `never counts: ${by.element.path}, which comes first, applies whenever ${element.path} does`
  if (same) report(component.path, `${why}, at the same price; remove it`, 'note')
  else report(component.path, `${why}, at ${by.component.price} instead of ${component.price}; move it up or remove it`)
}

const MOST_TOLD = 4

function regionsText(regions: readonly Region[]): string {
  const told = regions.slice(0, MOST_TOLD).map(regionText)
  return `${told.join('; ')}${regions.length > MOST_TOLD ? '; and at further moments' : ''}`
}

const hasEnergy = (other: unknown): boolean =>
  isJson(other) &&
  listOf(other.elements).some(
    (element) =>
      isJson(element) && listOf(element.price_components).some((item) => isJson(item) && item.type === 'ENERGY'),
  )
