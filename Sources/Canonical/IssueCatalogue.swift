/// What an operator does about each issue a message can raise: the next step by code.
///
/// An issue that carries a hint of its own keeps it. The ledger stores codes; pages, lists and `hub map` ask here, so that a
/// better wording reaches old issues too. `docs/issues.md` is this table.
package enum IssueCatalogue {
    /// The next step, in the words of somebody who is on call; nil for codes of the trusts' own `checks:`.
    package static func nextStep(for code: String) -> String? {
        if let exact = exact[code] { return exact }
        return families.first { code.hasPrefix($0.prefix) }?.step
    }

    /// Every code with a step of its own, in the order of the alphabet.
    package static var codes: [String] { exact.keys.sorted() }

    /// The page for operators, docs/issues.md.
    package static var markdown: String {
        var page = """
            # Issues and what to do about them

            An issue names its code, what was found, where in the message, and what comes next. An error quarantines the message, which is kept
            whole; a warning goes with it. Made from the code by `HUB_UPDATE_DOCS=1 swift test --filter IssueCatalogue`.

            | code | next step |
            |---|---|

            """
        for code in codes { page += "| `\(code)` | \(exact[code] ?? "") |\n" }
        page += "\nCodes of a kind share their step:\n\n| codes | next step |\n|---|---|\n"
        for family in families { page += "| `\(family.prefix)…` | \(family.step) |\n" }
        return page
    }

    private static let families: [(prefix: String, step: String)] = [
        ("json-", "the sender mends its JSON; the position says where reading stopped"),
        ("xml-", "the sender mends its XML; the position says where reading stopped"),
        (
            "fhir-",
            "if the element came from the message, the sender mends it; if a map made it, mend the map and `hub test` it"
        ),
        ("charset-", "compare MSH-18 with the bytes; if the trust writes another character set, set the feed's charset"),
        ("delimiter-", "the sender mends MSH-1 and MSH-2; nothing can be read without them"),
        ("batch-", "compare the counts of the batch with what the trust sent; ask for the rest"),
        ("segment-", "compare with the structure named in MSH-9; the data is mapped where its place is certain"),
        ("group-", "compare with the structure named in MSH-9; the data is mapped where its place is certain"),
        ("version-", "the sender names its version in MSH-12, or the feed's profile does"),
        ("header-", "the sender mends the MSH segment; nothing can be read without it"),
        ("too-many-", "ask the sender to divide the message; limits are the reader's"),
    ]

    private static let exact: [String: String] = [
        "ambiguous-local-time": "the sender adds the offset (+0000 or +0100); the hour occurs twice in October",
        "budget-exhausted": "raise it with who keeps the mapping: it takes too many steps for this message; then resubmit",
        "batch-count": "a message may be missing: have the trust send the batch again, whole; discard this one with a reason",
        "batch-stray-line":
            "a line belongs to no message: have the trust send the batch again, whole; discard this one with a reason",
        "batch-unclosed":
            "the batch may be cut off: have the trust send it again with its trailers (BTS, FTS), or message by message; discard this one with a reason",
        "batch-unsplit": "publish it on the feed (hub send FEED FILE): each message is then accepted under its own control id",
        "canonical-event":
            "no table says what this event means: add a row to Mappings/tables/message-event.csv if it changes nothing else, or have the trust stop sending it",
        "canonical-identifier": "the trust sends a patient identifier in PID-3, or the map learns where it stands",
        "code-unknown": "add the code to the table named, or have the sender use a code of its HL7 table",
        "escape-broken": "the sender writes \\E\\ for a backslash in text",
        "expression-failed": "mend the expression at the rule named, run `hub test`, activate, then resubmit",
        "fhir-stu3": "nothing; senders move to R4 in their own time",
        "facility-refused": "check who published on this feed; if the facility is right, add it to the feed's facilities",
        "identity-collision": "two things of the message carry one identifier: the sender numbers them apart",
        "identity-missing": "the sender fills the number the resource is known by (order, specimen, visit or set id)",
        "imprecise-time": "ask for a time of day, and before 1968 for the offset; what cannot be placed in time is left out",
        "incomplete-list": "mend the value that could not be read; the list it belongs to was not replaced",
        "invalid-base64": "the sender encodes the document as base64 and says so in OBX-5.4",
        "invalid-date":
            "the trust corrects the date at its source and sends the message again; or mend the map if it reads the wrong field",
        "invalid-nhs-number": "the trust traces the patient and sends the message again; a wrong number is never guessed",
        "invalid-uri": "the sender sends an OID or UUID, or the trust's profile names the system",
        "issues-dropped": "mend the issues that are listed, then map it again to see the rest",
        "line-doubtful":
            "look at the line with `hub parse`: the sender mends the segment's name, or writes line breaks in text as \\.br\\",
        "line-joined": "the sender writes line breaks in text as \\.br\\",
        "many-values": "say in the map which of the values is meant: .first(), a repetition, or each:",
        "merge-without-identifier": "the trust sends MRG-1 with the number that is given up",
        "message-empty": "ask the sender what it meant to send; discard this one with a reason",
        "message-too-large": "ask the sender to divide the message, or raise the feed's size limit",
        "message-type-unknown": "check MSH-9 with the sender; unknown types are read without groups",
        "missing-local-time": "the sender corrects the time: the hour is skipped in March",
        "name-unreadable": "set the feed's charset to what the trust writes (MSH-18), then resubmit",
        "nhs-number-filler": "the trust removes the filler or traces the patient, then sends the message again",
        "not-hl7v2": "check which system publishes on this feed; discard with a reason if it is not meant for the hub",
        "processing-id": "find the test system that publishes to production; discard with a reason",
        "real-number": "tell the owner of the data: people of the real world belong into production only",
        "second-message":
            "the sender sends one message a body, or frames them as a batch (BHS, BTS); `hub send FEED FILE` publishes a file's messages one by one",
        "segment-name-respelt": "nothing; the sender should write segment names in capitals, without blanks",
        "separator-in-text": "the sender writes & in text as \\T\\ and ^ as \\S\\; the text was kept whole",
        "stu3-lost":
            "nothing, if nobody needs it; else a rule of Mappings/fhir/stu3 carries it, and ignore: there says what nobody needs",
        "structure-unknown": "check MSH-9.3 with the sender; the structure was taken from type and event",
        "test-number": "find the test data that was sent to production; discard with a reason",
        "unknown-code": "add a row to the table named (Mappings/tables, or the trust's own), run `hub test`, then resubmit",
        "unreadable": "look at the raw message with `hub parse`; the sender mends it",
        "unresolved-reference": "the sender includes the resource in the Bundle; the reference was kept as an absolute name",
        "version-without-structure":
            "nothing if the message reads well; the sender names the version in MSH-12 that has its message",
        "unsupported-message-type":
            "ask whether the hub should read it: add a message map, or have the trust stop sending it and discard with a reason",
    ]
}
