/** Something the person asking can mend. `pointer` names the field at fault. */
export class PartnerFault extends Error {
  override readonly name = 'PartnerFault'
  readonly pointer: string
  constructor(pointer: string, message: string) {
    super(message)
    this.pointer = pointer
  }
}

/** The partner did not take part; the message says at which step and why. */
export class HandshakeFailed extends Error {
  override readonly name = 'HandshakeFailed'
}
