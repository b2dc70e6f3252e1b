import Canonical

/// What the order form asked, in the trust's way.
extension Draft {
    /// The OBX of an order: consent, questions, phenotypes, and what else the trust puts there.
    mutating func answers(_ journey: Journey) {
        guard dialect.questions != .notes else { return }
        var set = 1
        consents(journey.consent, &set)
        for question in journey.referral.questions { answer(question, &set) }
        phenotypes(journey.referral.phenotypes, &set)
        if dialect.testCode == .answer {
            let test = journey.referral.test
            observe(&set, "ST", "TEST^Test requested^UNITY")
            text("\(test.code) \(test.name)\r")
        }
        if dialect.specimen == .answer {
            let specimen = journey.referral.specimen
            observe(&set, "CE", "SPECTYPE^Specimen type^UNITY")
            text("\(specimen.local)^\(specimen.word)^UNITY\r")
            observe(&set, "ST", "SPECNO^Specimen number^UNITY")
            specimenNumber(journey)
            end()
            observe(&set, "TS", "SPECTIME^Specimen taken^UNITY")
            time(context.time)
            end()
        }
    }

    /// `OBX|3|CE|QUESTION||`
    private mutating func observe(_ set: inout Int, _ type: String, _ question: String) {
        text("OBX|")
        number(set)
        text("|\(type)|\(question)||")
        set += 1
    }

    private mutating func answer(_ question: Referral.Question, _ set: inout Int) {
        let type = question.answer.isNumber ? "NM" : "ST"
        switch dialect.questions {
        case .notes: return
        case .localNumbers: observe(&set, type, "\(question.localNumber)^\(question.text)^IGENE")
        case .mnemonics: observe(&set, type, "\(question.mnemonic)^\(question.text)")
        case .coded:
            switch question.answer {
            case .yes, .no:
                observe(&set, "CE", "\(question.tag)^\(question.text)^MDS")
                if case .yes = question.answer { text("LA33-6^Yes^LN\r") } else { text("LA32-8^No^LN\r") }
                return
            case .percentage, .text: observe(&set, type, "\(question.tag)^\(question.text)^MDS")
            }
        }
        text(question.answer.words)
        if question.answer.isNumber { text("|%") }
        end()
    }

    private mutating func phenotypes(_ terms: [Referral.Phenotype], _ set: inout Int) {
        var listed: [Referral.Phenotype] = []
        for term in terms {
            if dialect.phenotypes == .repeated, term.isPresent {
                listed.append(term)
                continue
            }
            observe(&set, "CE", "\(term.code)^\(term.name)^HPO")
            text(term.isPresent ? "LA9633-4^Present^LN\r" : "LA9634-2^Absent^LN\r")
        }
        guard !listed.isEmpty else { return }
        observe(&set, "CE", "PHENOTYPES^Features of the patient^UNITY")
        text(listed.map { "\($0.code)^\($0.name)^HPO" }.joined(separator: "~"))
        end()
    }

    /// The choice about the test and the programme, and the choice about research.
    mutating func consents(_ choice: ConsentChoice, _ set: inout Int) {
        for (isResearch, answer) in [(false, choice.test), (true, choice.research)] {
            let (type, question) = dialect.consentQuestion(isResearch: isResearch)
            observe(&set, type, question)
            text(dialect.words(for: answer))
            if dialect.saysConsentVersion, answer != .later { text("~RoD 4.03") }
            skip(9)
            time(context.time)
            end()
        }
    }

    /// The lines of an order form whose answers are notes.
    mutating func notes(_ journey: Journey) {
        var set = 2
        func line(_ draft: inout Draft, _ question: String, _ answer: String) {
            draft.text("NTE|")
            draft.number(set)
            draft.text("||\(question): \(answer)\r")
            set += 1
        }
        line(&self, "RECORD OF DISCUSSION", dialect.words(for: journey.consent.test))
        line(&self, "RESEARCH", dialect.words(for: journey.consent.research))
        for question in journey.referral.questions { line(&self, question.note, question.answer.words) }
        for phenotype in journey.referral.phenotypes {
            line(&self, phenotype.isPresent ? "HPO PRESENT" : "HPO ABSENT", "\(phenotype.code) \(phenotype.name)")
        }
    }
}

extension Dialect {
    /// OBX-2 and OBX-3.
    fileprivate func consentQuestion(isResearch: Bool) -> (type: String, question: String) {
        if questions == .notes {
            return ("CE", isResearch ? "RESEARCH^Research choice^UHCW" : "RECORD OF DISCUSSION^Record of discussion^UHCW")
        }
        return switch consent {
        case .coded:
            (
                "CE",
                isResearch ? "RESEARCH^Research choice^WMGMC" : "762911000000102^Informed consent given for treatment^SNM3"
            )
        case .pair: ("CE", isResearch ? "77602-5^Research consent^LN" : "59284-0^Consent document^LN")
        case .letters: ("ST", isResearch ? "ROD-RESEARCH^Research choice" : "ROD^Record of discussion")
        case .flag: ("ID", isResearch ? "RESFLAG^Research flag" : "RODFLAG^RoD flag")
        case .hive: ("ST", isResearch ? "ROD-RES^Research choice^HIVE" : "ROD^Record of discussion^HIVE")
        }
    }

    /// OBX-5, or what follows the colon of a note.
    fileprivate func words(for answer: ConsentAnswer) -> String {
        if questions == .notes {
            return switch answer {
            case .yes: "Y"
            case .no: "N"
            case .later: "RoD to follow"
            case .withdrawn: "WITHDRAWN"
            }
        }
        return switch (consent, answer) {
        case (.coded, .yes): "LA33-6^Yes^LN"
        case (.coded, .no): "LA32-8^No^LN"
        case (.coded, .later): "LATER^RoD to follow"
        case (.coded, .withdrawn): "WITHDRAWN^Consent withdrawn^WMGMC"
        case (.pair, .yes): "373066001^Yes^SNM3"
        case (.pair, .no): "373067005^No^SNM3"
        case (.pair, .later): "LATER^RoD to follow"
        case (.pair, .withdrawn): "WITHDRAWN^Consent withdrawn^WMGMC"
        case (.letters, .yes), (.flag, .yes): "Y"
        case (.letters, .no), (.flag, .no): "N"
        case (.letters, .later): "RoD to follow"
        case (.flag, .later): "L"
        case (.letters, .withdrawn): "WITHDRAWN"
        case (.flag, .withdrawn): "W"
        case (.hive, .yes): "Completed Electronically on HIVE"
        case (.hive, .no): "Declined on HIVE"
        case (.hive, .later): "To follow"
        case (.hive, .withdrawn): "Withdrawn on HIVE"
        }
    }
}
