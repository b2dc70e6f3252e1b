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
}

/// What is wrong with a PID, on purpose.
enum IdentityFault: Sendable {
    case birthDate, checkDigit, charset
}

extension Draft {
    /// A whole ADT message.
    mutating func patientEvent(
        _ event: PatientEvent, _ person: Person, visit: Int, fault: IdentityFault? = nil, control: Int? = nil,
        died: Bool = false
    ) {
        header("ADT", event.code, structure: event.structure, control: control)
        recorded(event.code)
        self.person(person, fault: fault, died: died)
        practice(person)
        if !event.isAboutVisit, person.number % 3 == 0 { nextOfKin(person) }
        if event.isAboutVisit {
            self.visit(person, visit, finished: event == .discharge, outpatient: event == .attend)
        } else {
            text("PV1|1|N\r")
        }
        if dialect.sendsZU8 { text("ZU8|U|1|Yes|0\r") }
    }

    /// PID, and ZPD where that is where the NHS number goes.
    mutating func person(_ person: Person, fault: IdentityFault? = nil, died: Bool = false, by owner: SimulatedTrust? = nil) {
        let owner = owner ?? trust
        let isOwn = owner.ods == trust.ods
        text("PID|1||")
        hospitalNumber(person.hospitalNumber(at: owner.place), of: owner)
        let hasNumber = person.checkDigit != nil || fault == .checkDigit
        if hasNumber, !isOwn || dialect.nhsNumber == .identifierList {
            text("~")
            nhsNumber(person, fault: fault)
            text("^^^NHS^NH")
        }
        text("||")
        if fault == .charset {
            // The two bytes are no UTF-8 and the feed says it is.
            bytes.append(contentsOf: [0x5A, 0xE9, 0x6C, 0xFF])
        } else {
            name(person.family)
        }
        text("^")
        name(person.given)
        text("^")
        if let middle = person.middle { name(middle) }
        text("^^")
        text(person.title)
        text("^^L||")
        let birth = person.birth
        if fault == .birthDate {
            number(birth.year, width: 4)
            text("1332")
        } else {
            number(birth.year, width: 4)
            number(birth.month, width: 2)
            number(birth.day, width: 2)
            if dialect.birthHasTime { text("000000") }
        }
        text(person.isFemale ? (dialect.usesNHSSexCodes ? "|2|||" : "|F|||") : (dialect.usesNHSSexCodes ? "|1|||" : "|M|||"))
        address(person)
        text("||0121 496 ")
        number(person.telephone, width: 4)
        text("^PRN^PH")
        skip(6)
        if isOwn, dialect.nhsNumber == .pid19, hasNumber { nhsNumber(person, fault: fault, spaced: true) }
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
        if hasNumber, !isOwn || dialect.nhsNumber == .identifierList { text("NSTS01") }
        end()
        if isOwn, dialect.nhsNumber == .zpd, hasNumber {
            text("ZPD|")
            nhsNumber(person, fault: fault)
            text("|01\r")
        }
    }

    mutating func hospitalNumber(_ value: Int, of owner: SimulatedTrust) {
        number(value)
        if owner.ods == trust.ods, dialect.omitsAuthority {
            text("^^^^MR")
        } else {
            text("^^^")
            text(owner.ods == trust.ods ? dialect.authority ?? trust.ods : owner.ods)
            text("^MR")
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

    private mutating func address(_ person: Person) {
        number(person.house)
        text(" ")
        text(person.street)
        text("^^")
        let town = person.town
        text(town.name)
        text("^")
        text(town.county)
        text("^")
        text(town.outward)
        text(" ")
        let inward = person.inward
        number(inward.digit)
        bytes.append(inward.first)
        bytes.append(inward.second)
        text("^GBR^H")
    }

    private mutating func ethnicity(_ person: Person) {
        let code = person.ethnicity
        guard dialect.writesEthnicityAsText else { return text(code) }
        switch code {
        case "A": text("WHITE BRITISH")
        case "H": text("INDIAN")
        case "J": text("PAKISTANI")
        default: text(code)
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
        text("^PRN^PH\r")
    }

    mutating func visit(_ person: Person, _ visit: Int, finished: Bool = false, outpatient: Bool = false) {
        let consultant = Names.consultants[Int(person.number) % Names.consultants.count]
        text(outpatient ? "PV1|1|O|CLINIC" : "PV1|1|I|WARD")
        number(1 + Int(person.number) % 12)
        text("^BAY")
        number(1 + visit % 6)
        text("^BED")
        number(1 + visit % 24)
        text("^")
        text(trust.ods)
        // PV1-4, then PV1-7, PV1-10, PV1-19 and PV1-44.
        text(outpatient ? "01|" : "01|21")
        skip(3)
        self.consultant(consultant)
        skip(3)
        text("300")
        skip(9)
        number(visit, width: 7)
        text("^^^")
        text(trust.ods)
        skip(25)
        date(context.time)
        text("0700")
        if finished {
            text("|")
            time(context.time)
        }
        end()
    }

    mutating func consultant(_ consultant: (code: String, family: String, given: String)) {
        text(consultant.code)
        text("^")
        text(consultant.family)
        text("^")
        text(consultant.given)
        text("^^^Dr^^^GMC")
    }
}
