import Canonical

/// What a patient administration system says about a person or a visit.
enum PatientEvent: Sendable {
    case register, updatePerson, admit, attend, transfer, discharge, updateVisit

    var code: String {
        switch self {
        case .register: "A28"
        case .updatePerson: "A31"
        case .admit: "A01"
        case .attend: "A04"
        case .transfer: "A02"
        case .discharge: "A03"
        case .updateVisit: "A08"
        }
    }

    var messageType: String { "ADT^\(code)" }

    var event: Event {
        switch self {
        case .register: .personRegistered
        case .updatePerson, .updateVisit: .personUpdated
        case .admit, .attend: .encounterStarted
        case .transfer: .encounterTransferred
        case .discharge: .encounterFinished
        }
    }

    var structure: String {
        switch self {
        case .register, .updatePerson: "ADT_A05"
        case .admit, .attend, .updateVisit: "ADT_A01"
        case .transfer: "ADT_A02"
        case .discharge: "ADT_A03"
        }
    }

    var isAboutVisit: Bool { self != .register && self != .updatePerson }

    /// As the dialect does it: some update a person only with his visit.
    func spoken(in dialect: Dialect) -> PatientEvent { self == .updatePerson && dialect.updatesByVisit ? .updateVisit : self }
}

/// What is wrong with a PID, on purpose.
enum IdentityFault: Sendable {
    case birthDate, checkDigit, charset
}

/// A stay or an attendance, as it is at the time of a message.
struct Visit: Sendable {
    var number: Int
    var isOutpatient = false
    /// After a transfer: another ward.
    var isMoved = false
    var isFinished = false
}

extension Draft {
    /// A whole ADT message.
    mutating func patientEvent(
        _ event: PatientEvent, _ person: Person, _ visit: Visit, fault: IdentityFault? = nil, control: Int? = nil,
        died: Bool = false
    ) {
        let event = event.spoken(in: dialect)
        header("ADT", event.code, structure: event.structure, control: control)
        recorded(event.code)
        self.person(person, fault: fault, died: died)
        practice(person)
        if person.hasRelative, !event.isAboutVisit || event == .updateVisit { nextOfKin(person) }
        if event.isAboutVisit {
            self.visit(person, visit)
        } else {
            text("PV1|1|N\r")
        }
        if dialect.sendsZU8 { text("ZU8|U|1|Yes|0\r") }
    }

    /// PID, and ZPD where that is where the NHS number goes. The laboratory quotes the numbers of `owner`.
    mutating func person(_ person: Person, fault: IdentityFault? = nil, died: Bool = false, by owner: SimulatedTrust? = nil) {
        let owner = owner ?? trust
        let isOwn = owner.ods == trust.ods
        let place = isOwn ? dialect.nhsNumber : .identifierList
        let hasNumber = person.hasNumber(at: owner) || fault == .checkDigit
        text("PID|1|")
        if hasNumber, place == .pid2 { nhsNumber(person, fault: fault) }
        text("|")
        identifiers(person, of: owner, nhsNumber: hasNumber ? place : nil, fault: fault)
        text("||")
        names(person, fault: fault)
        text("||")
        birth(person, fault: fault)
        text("|")
        sex(person)
        text("|||")
        address(person)
        text("||")
        telephone(person)
        skip(6)
        if hasNumber, place == .pid19 { nhsNumber(person, fault: fault, spaced: true) }
        skip(3)
        ethnicity(person)
        if died {
            skip(7)
            time(context.time)
            text("|Y")
        } else {
            skip(8)
        }
        skip(2)
        if hasNumber, place == .identifierList || place == .untyped || place == .tracedOnly { text("NSTS01") }
        end()
        if hasNumber, place == .zpd {
            text("ZPD|")
            nhsNumber(person, fault: fault)
            text("|01\r")
        }
    }

    /// PID-3
    private mutating func identifiers(
        _ person: Person, of owner: SimulatedTrust, nhsNumber place: Dialect.NHSNumberPlace?, fault: IdentityFault?
    ) {
        let isOwn = owner.ods == trust.ods
        hospitalNumber(person.hospitalNumber(at: owner.place), of: owner)
        if isOwn {
            switch dialect.furtherNumber {
            case .none: break
            case .empty: text("~^^^^MR")
            case .ofTrust(let ods, let place):
                text("~")
                number(person.hospitalNumber(at: place))
                text("^^^\(ods)^MR")
            }
        }
        switch place {
        case .identifierList, .tracedOnly:
            text("~")
            nhsNumber(person, fault: fault)
            text("^^^NHS^NH")
        case .untyped:
            text("~")
            nhsNumber(person, fault: fault)
            text("^^^NHS")
        case .pid2, .pid19, .zpd, nil: break
        }
    }

    mutating func hospitalNumber(_ value: Int, of owner: SimulatedTrust) {
        number(value)
        guard owner.ods == trust.ods else { return text("^^^\(owner.ods)^MR") }
        switch dialect.authority {
        case .ods: text("^^^\(trust.ods)^MR")
        case .none: text("^^^^MR")
        case .named(let name): text("^^^\(name)^MR")
        case .oid(let oid): text("^^^&\(oid)&ISO^PI")
        }
    }

    mutating func nhsNumber(_ person: Person, fault: IdentityFault? = nil, spaced: Bool = false) {
        let number = Int(person.number)
        let digit = Int(person.checkDigit ?? 0)
        let last = fault == .checkDigit ? (digit + 1) % 10 : digit
        text("999")
        if spaced { text(" ") }
        self.number(number / 1000, width: 3)
        if spaced { text(" ") }
        self.number(number % 1000, width: 3)
        self.number(last)
    }

    private mutating func names(_ person: Person, fault: IdentityFault?) {
        if fault == .charset {
            // The two bytes are no UTF-8 and the feed says it is.
            bytes.append(contentsOf: [0x5A, 0xE9, 0x6C, 0xFF])
        } else {
            name(person.family)
        }
        text("^")
        name(person.given)
        if let middle = person.middle {
            text(dialect.joinsGivenNames ? " " : "^")
            name(middle)
            text(dialect.joinsGivenNames ? "^^^" : "^^")
        } else {
            text("^^^")
        }
        text(person.title)
        text("^^L")
    }

    private mutating func birth(_ person: Person, fault: IdentityFault?) {
        let birth = person.birth
        number(birth.year, width: 4)
        if fault == .birthDate { return text("1332") }
        if dialect.birth == .year { return }
        number(birth.month, width: 2)
        number(birth.day, width: 2)
        if dialect.birth == .dayAndTime { text("000000") }
    }

    private mutating func sex(_ person: Person) {
        switch dialect.sexes {
        case .letters: text(person.isFemale ? "F" : "M")
        case .words: text(person.isFemale ? "Female" : "Male")
        case .nhs: text(person.isFemale ? "2" : "1")
        }
    }

    private mutating func address(_ person: Person) {
        let town = person.town
        number(person.house)
        text(" ")
        text(person.street)
        text(dialect.address == .lines ? "^" : "^^")
        text(town.name)
        text("^")
        text(town.county)
        text(dialect.address == .lines ? "^^" : "^")
        postcode(person)
        text("^GBR^H")
    }

    private mutating func postcode(_ person: Person) {
        text(person.town.outward)
        text(" ")
        let inward = person.inward
        number(inward.digit)
        bytes.append(inward.first)
        bytes.append(inward.second)
    }

    private mutating func telephone(_ person: Person) {
        switch dialect.telephone {
        case .number: text("0121 496 ")
        case .parts: text("^PRN^PH^^^0121^496 ")
        case .unformatted: text("^PRN^PH^^^^^^^^^0121 496 ")
        }
        number(person.telephone, width: 4)
        if dialect.telephone == .number { text("^PRN^PH") }
    }

    private mutating func ethnicity(_ person: Person) {
        let code = person.ethnicity
        switch dialect.ethnicity {
        case .code: text(code)
        case .text: text((Names.ethnicityTexts[code] ?? code).uppercased())
        case .codeAndText: text("\(code)^\(Names.ethnicityTexts[code] ?? code)^NHS")
        case .local: text("ETH\(code)")
        }
    }

    mutating func practice(_ person: Person) {
        text("PD1|||TESTFIELD SURGERY ")
        number(person.practice)
        text("^^M99")
        number(person.practice, width: 3)
        text("|G9990")
        number(person.practice, width: 3)
        text("^Surgery^Testfield^^^Dr^^^GMP\r")
    }

    private mutating func nextOfKin(_ person: Person) {
        text("NK1|1|")
        name(person.family)
        text("^Robin^^^^^L|PAR||0121 496 ")
        number((person.telephone + 1) % 1000, width: 4)
        text("^PRN^PH")
        if dialect.numbersRelatives {
            skip(28)
            nhsNumber(person.relative)
            text("^^^NHS^NH")
        }
        end()
    }

    mutating func visit(_ person: Person, _ visit: Visit) {
        text(visit.isOutpatient ? "PV1|1|O|CLINIC" : visit.isMoved ? "PV1|1|I|ANNEXE" : "PV1|1|I|WARD")
        number(1 + Int(person.number) % 12)
        text("^BAY")
        number(1 + visit.number % 6)
        text("^BED")
        number(1 + visit.number % 24)
        text("^")
        text(trust.ods)
        // PV1-4, then PV1-7, PV1-10, PV1-19 and PV1-44.
        text(visit.isOutpatient ? "01|" : "01|21")
        skip(3)
        consultant(person.consultant)
        skip(3)
        text("300")
        skip(9)
        number(visit.number, width: 7)
        text("^^^")
        text(trust.ods)
        skip(25)
        date(context.time)
        text("0700")
        if visit.isFinished {
            text("|")
            time(context.time)
        }
        end()
    }

    mutating func consultant(_ consultant: Names.Consultant) {
        text(dialect.clinicians == .sds ? consultant.spineID : consultant.code)
        text("^\(consultant.family)^\(consultant.given)^^^Dr")
        switch dialect.clinicians {
        case .named(let authority): text("^^^\(authority)")
        case .sds: text("^^^SDS")
        case .blank: break
        }
    }
}
