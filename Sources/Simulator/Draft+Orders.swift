import Canonical

extension Draft {
    /// A test order in the trust's own form.
    mutating func order(_ journey: Journey, control: String) {
        if dialect.orderMessage == .orm {
            header("ORM", "O01", structure: "ORM_O01")
        } else {
            header("OML", "O21", structure: "OML_O21")
        }
        person(journey.person)
        practice(journey.person)
        visit(journey.person, journey.visit)
        common(journey, control, number: journey.orderNumber)
        request(journey, 1, journey.referral.test, number: journey.orderNumber)
        clinical(journey)
        answers(journey)
        specimenSegment(journey)
        switch dialect.furtherTest {
        case .none: break
        case .sameOrder: request(journey, 2, Referral.storage, number: journey.orderNumber)
        case .ownOrder:
            common(journey, control, number: journey.storageNumber)
            request(journey, 2, Referral.storage, number: journey.storageNumber)
        }
    }

    /// ORC
    private mutating func common(_ journey: Journey, _ control: String, number: Int) {
        text("ORC|")
        text(control)
        text("|")
        placer(number, journey)
        skip(7)
        time(context.time)
        skip(3)
        consultant(journey.person.consultant)
        skip(9)
        text("^^")
        text(trust.ods)
        text("^^^ODS")
        end()
        if dialect.priority == .timing { text(journey.referral.isUrgent ? "TQ1|1||||||||U\r" : "TQ1|1||||||||R\r") }
    }

    mutating func placer(_ number: Int, _ journey: Journey) {
        self.number(number)
        text("^")
        text(journey.owner.ods)
    }

    /// OBR-4
    mutating func test(_ test: (code: String, name: String, local: String)) {
        switch dialect.testCode {
        case .national: text("\(test.code)^\(test.name)^England-GenomicTestDirectory")
        case .bare: text(test.code)
        case .localWithAlternate:
            text("\(test.local)^\(test.name)^IGENE^\(test.code)^\(test.name)^England-GenomicTestDirectory")
        case .local: text("\(test.local)^\(test.name)^LIMS")
        case .answer: text("GENTEST^Genomic test^UNITY")
        }
    }

    private mutating func request(
        _ journey: Journey, _ set: Int, _ test: (code: String, name: String, local: String), number: Int
    ) {
        text("OBR|")
        self.number(set)
        text("|")
        placer(number, journey)
        text("||")
        self.test(test)
        text("|")
        let isUrgent = journey.referral.isUrgent
        switch dialect.priority {
        case .letters: text(isUrgent ? "U" : "R")
        case .words: text(isUrgent ? "URGENT" : "ROUTINE")
        case .local: text(isUrgent ? "1" : "3")
        case .timing: break
        }
        text("|")
        date(context.time)
        if set == 1 { specimenSource(journey) }
        end()
    }

    /// OBR-7 and OBR-15, of a trust that has no SPM.
    private mutating func specimenSource(_ journey: Journey) {
        let specimen = journey.referral.specimen
        switch dialect.specimen {
        case .spm, .text: return
        case .answer: text("|||||||||&See the order form")
        case .obr15:
            text("|")
            time(context.time)
            skip(8)
            if dialect.testCode == .local {
                text("\(specimen.local)&\(specimen.word)")
            } else {
                text("\(specimen.code)&\(specimen.name)&SNM3")
            }
        }
    }

    /// NTE and DG1
    private mutating func clinical(_ journey: Journey) {
        text("NTE|1||")
        text(journey.note)
        end()
        if dialect.questions == .notes { notes(journey) }
        text("DG1|1||")
        text(journey.referral.diagnosis.code)
        text("^")
        text(journey.referral.diagnosis.name)
        text("^SNM3||")
        date(context.time)
        text("|F")
        end()
    }

    /// SPM, where the trust has one.
    private mutating func specimenSegment(_ journey: Journey) {
        let specimen = journey.referral.specimen
        switch dialect.specimen {
        case .spm, .text: break
        case .obr15, .answer: return
        }
        text("SPM|1|")
        specimenNumber(journey)
        text("&")
        text(journey.owner.ods)
        text("||")
        text(dialect.specimen == .text ? "SAMPLE: \(specimen.local)" : "\(specimen.code)^\(specimen.name)^SNM3")
        skip(13)
        time(context.time)
        end()
    }

    mutating func specimenNumber(_ journey: Journey) {
        text("S")
        number(journey.specimenNumber)
    }
}
