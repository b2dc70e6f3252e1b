import Canonical

/// What is said after the order: consent forms, the trust's histology, the laboratory's specimens and results, merges.
extension Draft {
    /// Consent discussed after the order, or taken back: the trust sends the form alone.
    mutating func consentForm(_ journey: Journey, _ choice: ConsentChoice) {
        if dialect.consentForm == .document { return consentDocument(journey, choice) }
        header("ORU", "R01", structure: "ORU_R01")
        person(journey.person)
        if !dialect.omitsORC {
            text("ORC|RE|")
            placer(journey.orderNumber, journey)
            end()
        }
        text("OBR|1|")
        placer(journey.orderNumber, journey)
        text("||ROD^Record of discussion^WMGMC|||")
        time(context.time)
        skip(18)
        text("F\r")
        var set = 1
        consents(choice, &set)
    }

    private mutating func consentDocument(_ journey: Journey, _ choice: ConsentChoice) {
        header("MDM", "T02", structure: "MDM_T02")
        recorded("T02")
        person(journey.person)
        visit(journey.person, journey.visit)
        text("TXA|1|ROD^Record of discussion^WMGMC|AP|")
        time(context.time)
        text("||||||||\(journey.documentNumber)^\(trust.ods)|||||LA\r")
        var set = 1
        consents(choice, &set)
        text("OBX|3|ED|ROD-FORM^Signed form^WMGMC||^AP^PDF^Base64^\(Journey.form)||||||F\r")
    }

    /// The trust's own histology: a report in lines of text.
    mutating func histology(_ journey: Journey) {
        header("ORU", "R01", structure: "ORU_R01")
        person(journey.person)
        if !dialect.omitsORC {
            text("ORC|RE||")
            histologyNumber(journey)
            end()
        }
        text("OBR|1||")
        histologyNumber(journey)
        text("|PATH^Histopathology report^L|||")
        date(context.time)
        skip(15)
        time(context.time)
        skip(3)
        text("F\r")
        let lines = journey.referral.histology.map { $0.replacing("&", with: "\\T\\") }
        switch dialect.reportText {
        case .lines, .untyped:
            for (place, line) in lines.enumerated() {
                text("OBX|")
                number(place + 1)
                text(dialect.reportText == .lines ? "|TX|" : "||")
                text("PATH^Histopathology report^L||\(line)||||||F\r")
            }
        case .breaks: text("OBX|1|FT|PATH^Histopathology report^L||\(lines.joined(separator: "\\.br\\"))||||||F\r")
        case .carriageReturns:
            text("OBX|1|TX|PATH^Histopathology report^L||\(lines.joined(separator: "\\X0D0A\\"))||||||F\r")
        }
    }

    private mutating func histologyNumber(_ journey: Journey) {
        text(journey.histologyNumber)
        text("^\(trust.ods)-PATH")
    }

    // MARK: the laboratory

    private mutating func laboratoryOrder(_ journey: Journey, status: String) {
        text("ORC|RE|")
        placer(journey.orderNumber, journey)
        text("|")
        filler(journey)
        text("||")
        text(status)
        end()
        text("OBR|1|")
        placer(journey.orderNumber, journey)
        text("|")
        filler(journey)
        text("|")
        test(journey.referral.test)
    }

    private mutating func filler(_ journey: Journey) {
        text(journey.laboratoryNumber)
        text("^WMRGL")
    }

    private mutating func laboratorySpecimen(_ journey: Journey) {
        text("SPM|1|")
        if journey.owner.dialect.specimen != .obr15 {
            specimenNumber(journey)
            text("&")
            text(journey.owner.ods)
        }
        text("^L")
        number(500_000 + journey.number)
        let specimen = journey.referral.specimen
        text("&WMRGL||\(specimen.code)^\(specimen.name)^SNM3")
        skip(13)
        date(context.time)
        text("|")
        time(context.time)
        end()
    }

    /// The specimen arrived; there is no result yet.
    mutating func specimenReceived(_ journey: Journey) {
        header("ORU", "R01", structure: "ORU_R01")
        person(journey.person, by: journey.owner)
        laboratoryOrder(journey, status: "IP")
        skip(3)
        date(context.time)
        skip(18)
        text("I\r")
        laboratorySpecimen(journey)
    }

    /// The report: findings, a note, and the signed form.
    mutating func result(_ journey: Journey) {
        header("ORU", "R01", structure: "ORU_R01")
        person(journey.person, by: journey.owner)
        laboratoryOrder(journey, status: "CM")
        skip(3)
        date(context.time)
        skip(15)
        time(context.time)
        skip(3)
        text("F\r")
        text("OBX|1|CE|51968-6^Genetic variation clinical significance^LN||")
        text(journey.isPathogenic ? "LA6668-3^Pathogenic^LN" : "LA26333-7^Uncertain significance^LN")
        text("||||||F|||")
        time(context.time)
        text("\rOBX|2|ST|48004-6^DNA change (c.HGVS)^LN||\(journey.variant)||||||F|||")
        time(context.time)
        text("\rOBX|3|NM|81258-6^Sample variant allelic frequency^LN||\(journey.frequency)|1^^UCUM|||||F|||")
        time(context.time)
        text("\rNTE|1||Invented for a test; nobody was sequenced.\r")
        text("OBX|4|ED|1054161000000101^Genetic report^SNM3||WMRGL^AP^PDF^Base64^\(Journey.form)||||||F\r")
        laboratorySpecimen(journey)
    }

    // MARK: merges

    /// The number in MRG was a second registration of the same person.
    mutating func merge(_ person: Person, empty: Bool = false) {
        if dialect.mergesByA34 {
            header("ADT", "A34", structure: "ADT_A30")
            recorded("A34")
        } else {
            header("ADT", "A40", structure: "ADT_A39")
            recorded("A40")
        }
        self.person(person)
        text("MRG|")
        if !empty { hospitalNumber(person.hospitalNumber(at: trust.place) + 1, of: trust) }
        end()
    }
}
