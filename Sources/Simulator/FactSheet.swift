import Canonical

/// Facts while they are gathered; what the sender's dialect cannot say is left out.
struct FactSheet {
    /// Where the region's identifier systems begin.
    static let base = "https://genomics-hub.example/Id/"

    let time: SimulatedTime
    /// Whose patient it is.
    let ods: String
    /// The sender's.
    let dialect: Dialect
    private(set) var facts: Set<Fact> = []

    init(time: SimulatedTime, ods: String, dialect: Dialect) {
        self.time = time
        self.ods = ods
        self.dialect = dialect
    }

    mutating func add(_ name: FactName, _ value: String) {
        guard !dialect.silences.contains(name) else { return }
        facts.insert(Fact(name, value))
    }

    func patient(_ number: Int) -> String { "\(FactSheet.base)patient/\(ods)|\(number)" }

    /// `gmc C9990001`: the register that the sender quotes, and the number there.
    func register(_ consultant: Names.Consultant) -> String {
        switch dialect.clinicians {
        case .sds: "sds \(consultant.spineID)"
        case .named("CONS"): "consultant \(consultant.code)"
        case .named, .blank: "gmc \(consultant.code)"
        }
    }

    mutating func add(_ person: Person, at owner: SimulatedTrust, isQuoted: Bool, died: Bool) {
        if person.hasNumber(at: owner) {
            add(.nhsNumber, person.nhsNumber)
            add(.nhsNumberStatus, "01")
        }
        add(.hospitalNumber, patient(person.hospitalNumber(at: owner.place)))
        if !isQuoted, case .ofTrust(let other, let place) = dialect.furtherNumber {
            add(.furtherNumber, "\(FactSheet.base)patient/\(other)|\(person.hospitalNumber(at: place))")
        }
        add(.family, person.family)
        add(.given, [person.given, person.middle].compactMap(\.self).joined(separator: "|"))
        add(.title, person.title)
        let birth = person.birth
        let date = SimulatedTime(year: birth.year, month: birth.month, day: birth.day).dateText
        add(.birthDate, dialect.birth == .year ? "\(birth.year)" : date)
        add(.sex, person.isFemale ? "female" : "male")
        add(.ethnicity, person.ethnicity)
        add(.address, "\(person.house) \(person.street)|\(person.town.name)|\(person.town.county)|\(person.postcode)")
        add(.telephone, "0121 496 \(SimulatedTime.padded(person.telephone, width: 4))")
        if died { add(.death, time.universalMinute) }
    }

    mutating func addPractice(of person: Person) {
        let practice = SimulatedTime.padded(person.practice, width: 3)
        add(.practice, "M99\(practice)")
        add(.practitioner, "G9990\(practice)")
    }

    mutating func addRelative(of person: Person) {
        guard person.hasRelative else { return }
        add(.relative, "PRN Robin \(person.family)" + (dialect.numbersRelatives ? " \(person.relative.nhsNumber)" : ""))
    }

    mutating func add(_ visit: Visit, of person: Person) {
        add(.visitNumber, "\(FactSheet.base)visit/\(ods)|\(visit.number)")
        add(.visitClass, visit.isOutpatient ? "AMB" : "IMP")
        add(.visitStatus, visit.isFinished ? "finished" : "in-progress")
        let ward = visit.isOutpatient ? "CLINIC" : visit.isMoved ? "ANNEXE" : "WARD"
        add(
            .visitPlace,
            "\(ward)\(1 + Int(person.number) % 12), BAY\(1 + visit.number % 6), BED\(1 + visit.number % 24), \(ods)01")
        add(.visitConsultant, register(person.consultant))
        let start = SimulatedTime(year: time.year, month: time.month, day: time.day, hour: 7)
        add(.visitStart, start.universalMinute)
        if visit.isFinished { add(.visitEnd, time.universalMinute) }
    }

    mutating func add(_ consent: ConsentChoice) {
        add(.consentToTest, consent.test.status)
        add(.consentToResearch, consent.research.status)
        add(.consentTime, time.universalMinute)
    }
}
