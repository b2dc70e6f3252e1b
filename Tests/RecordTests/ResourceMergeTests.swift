import FHIR
import Record
import Testing
import Tree

@Suite struct ResourceMergeTests {
    static let delete =
        #"{"extension":[{"url":"https://genomics-hub.example/StructureDefinition/delete","valueBoolean":true}]}"#
    static let incomplete =
        #"{"extension":[{"url":"https://genomics-hub.example/StructureDefinition/incomplete-list","valueBoolean":true}]}"#

    /// Plays messages `(feed, time, members)` into one Patient.
    struct Play {
        var json: [UInt8] = []
        var stamps = FactStamps(latest: FactSource(feed: 0, time: 0))
        var lost = 0

        mutating func say(_ feed: Int64, _ time: Int64, _ members: String, type: String = "Patient") throws {
            let new = try tree(#"{"resourceType":"\#(type)","id":"a"\#(members.isEmpty ? "" : ",")\#(members)}"#)
            let source = FactSource(feed: feed, time: time)
            let result: ResourceMerge.Result
            if json.isEmpty {
                result = ResourceMerge.first(new, .root, from: source)
            } else {
                // Stamps travel through their column every time.
                let stored = FactStamps(latest: stamps.latest, encoded: stamps.encoded)
                #expect(stored == stamps)
                result = ResourceMerge.next(old: try tree(text(json)), stamps: stored, new: new, .root, from: source)
            }
            json = result.json
            stamps = result.stamps
            lost = result.lost
            _ = try tree(text(json))
        }

        var members: String {
            let head = #"{"resourceType":"Patient","id":"a""#
            let all = text(json)
            let rest = all.dropFirst(head.count)
            return String(rest.hasPrefix(",") ? rest.dropFirst().dropLast() : rest.dropLast())
        }
    }

    @Test func notValuedLeavesWhatIsKnown() throws {
        var play = Play()
        try play.say(1, 10, #""gender":"female","birthDate":"1970-01-01""#)
        try play.say(1, 20, #""birthDate":"1970-01-02""#)
        #expect(play.members == #""gender":"female","birthDate":"1970-01-02""#)
    }

    @Test func aDeletionDeletesAndAnOlderMessageDoesNotReviveIt() throws {
        var play = Play()
        try play.say(1, 10, #""gender":"female","birthDate":"1970-01-01""#)
        try play.say(1, 30, #""_birthDate":\#(Self.delete)"#)
        #expect(play.members == #""gender":"female""#)
        try play.say(2, 20, #""birthDate":"1970-01-01""#)
        #expect(play.members == #""gender":"female""#)
        #expect(play.lost == 1)
        try play.say(2, 40, #""birthDate":"1970-01-01""#)
        #expect(play.members == #""gender":"female","birthDate":"1970-01-01""#)
    }

    @Test func aDeletionInTheFirstMessageIsRememberedToo() throws {
        var play = Play()
        try play.say(1, 30, #""gender":"female","_birthDate":\#(Self.delete)"#)
        try play.say(2, 20, #""birthDate":"1970-01-01""#)
        #expect(play.members == #""gender":"female""#)
    }

    @Test func anUnknownStatusNeverReplacesAKnownOne() throws {
        var play = Play()
        try play.say(1, 10, #""status":"unknown""#, type: "Encounter")
        try play.say(1, 20, #""status":"in-progress""#, type: "Encounter")
        try play.say(1, 30, #""status":"unknown","class":{"code":"IMP"}"#, type: "Encounter")
        try play.say(2, 40, #""status":"unknown""#, type: "Encounter")
        let members = text(play.json)
        #expect(members.contains(#""status":"in-progress""#) && members.contains(#""code":"IMP""#))
        // The known one is still of its own time and feed: an older message of another feed does not overtake it.
        try play.say(3, 15, #""status":"planned""#, type: "Encounter")
        #expect(text(play.json).contains(#""status":"in-progress""#))
        try play.say(1, 50, #""status":"finished""#, type: "Encounter")
        #expect(text(play.json).contains(#""status":"finished""#))
    }

    @Test func aListIsASnapshot() throws {
        var play = Play()
        try play.say(1, 10, #""telecom":[{"system":"phone","value":"1"},{"system":"phone","value":"2"}]"#)
        try play.say(1, 20, #""telecom":[{"system":"phone","value":"3"}]"#)
        #expect(play.members == #""telecom":[{"system":"phone","value":"3"}]"#)
        try play.say(1, 30, #""telecom":[\#(Self.delete)]"#)
        #expect(play.members == "")
    }

    @Test func anUnreadableRepetitionKeepsTheKnownList() throws {
        var play = Play()
        try play.say(1, 10, #""telecom":[{"system":"phone","value":"1"},{"system":"phone","value":"2"}]"#)
        try play.say(1, 20, #""gender":"male","telecom":[{"system":"phone","value":"3"},\#(Self.incomplete)]"#)
        #expect(play.members == #""telecom":[{"system":"phone","value":"1"},{"system":"phone","value":"2"}],"gender":"male""#)
        // Where nothing is known what could be read is better than nothing.
        var other = Play()
        try other.say(1, 20, #""telecom":[{"system":"phone","value":"3"},\#(Self.incomplete)]"#)
        #expect(other.members == #""telecom":[{"system":"phone","value":"3"}]"#)
    }

    @Test func oneTrustsIdentifiersDoNotUnsayAnothers() throws {
        var play = Play()
        try play.say(1, 10, #""identifier":[{"system":"urn:a","value":"1"}]"#)
        try play.say(2, 20, #""identifier":[{"system":"urn:b","value":"2"}]"#)
        #expect(play.members == #""identifier":[{"system":"urn:a","value":"1"},{"system":"urn:b","value":"2"}]"#)
        try play.say(1, 30, #""identifier":[{"system":"urn:a","value":"9"}]"#)
        #expect(play.members == #""identifier":[{"system":"urn:a","value":"9"},{"system":"urn:b","value":"2"}]"#)
    }

    @Test func extensionsOfOneAddressAreOneFact() throws {
        var play = Play()
        try play.say(1, 10, #""extension":[{"url":"urn:x","valueString":"1"},{"url":"urn:y","valueString":"2"}]"#)
        try play.say(1, 20, #""extension":[{"url":"urn:y","valueString":"3"}]"#)
        #expect(play.members == #""extension":[{"url":"urn:x","valueString":"1"},{"url":"urn:y","valueString":"3"}]"#)
    }

    @Test func betweenFeedsTheLaterEventWinsWhateverArrivesFirst() throws {
        var play = Play()
        try play.say(1, 20, #""gender":"female""#)
        try play.say(2, 10, #""gender":"male","birthDate":"1970-01-01""#)
        #expect(play.members == #""gender":"female","birthDate":"1970-01-01""#)
        #expect(play.lost == 1)
        try play.say(2, 21, #""gender":"male""#)
        #expect(play.members == #""gender":"male","birthDate":"1970-01-01""#)
    }

    @Test func withinAFeedTheLaterArrivalWins() throws {
        var play = Play()
        try play.say(1, 20, #""gender":"female""#)
        try play.say(1, 10, #""gender":"male""#)
        #expect(play.members == #""gender":"male""#)
    }

    @Test func aFactKeepsItsOwnTimeWhenOthersMoveOn() throws {
        var play = Play()
        try play.say(1, 10, #""gender":"female","birthDate":"1970-01-01""#)
        // The same feed says only the gender later; its birth date is still of 10.
        try play.say(1, 50, #""gender":"female""#)
        try play.say(2, 30, #""birthDate":"1971-01-01""#)
        #expect(play.members == #""gender":"female","birthDate":"1971-01-01""#)
        try play.say(3, 20, #""birthDate":"1972-01-01""#)
        #expect(play.members == #""gender":"female","birthDate":"1971-01-01""#)
    }

    @Test func theEndOfAStayKeepsItsBeginning() throws {
        var play = Play()
        try play.say(1, 10, #""period":{"start":"2026-01-01"}"#, type: "Encounter")
        try play.say(1, 20, #""period":{"end":"2026-01-03"}"#, type: "Encounter")
        #expect(text(play.json).contains(#""period":{"start":"2026-01-01","end":"2026-01-03"}"#))
        let before = play.json
        try play.say(1, 30, #""period":{"start":"2026-01-01"}"#, type: "Encounter")
        #expect(play.json == before)
        try play.say(1, 40, #""period":{"_end":\#(Self.delete)}"#, type: "Encounter")
        #expect(text(play.json).contains(#""period":{"start":"2026-01-01"}"#))
    }

    @Test func aChoiceReplacesItsOtherForm() throws {
        var play = Play()
        try play.say(1, 10, #""deceasedBoolean":false"#)
        try play.say(1, 20, #""deceasedDateTime":"2026-01-01""#)
        #expect(play.members == #""deceasedDateTime":"2026-01-01""#)
    }

    @Test func theSameAgainIsTheSameBytes() throws {
        let members =
            #""meta":{"profile":["urn:p"]},"name":[{"family":"Hobson","given":["Ada","May"]}],"active":true,"identifier":[{"system":"urn:a","value":"1"}],"multipleBirthInteger":2"#
        var play = Play()
        try play.say(1, 10, members)
        let first = play.json
        try play.say(1, 20, members)
        #expect(play.json == first)
        #expect(text(first) == #"{"resourceType":"Patient","id":"a",\#(members)}"#)
    }

    @Test func hubExtensionsAndVolatileMetaAreNotKept() throws {
        var play = Play()
        try play.say(
            1, 10,
            #""meta":{"versionId":"3","lastUpdated":"2026-01-01T00:00:00Z","profile":["urn:p"]},"extension":[{"url":"https://genomics-hub.example/StructureDefinition/pseudo-person","valueBoolean":true}],"name":[{"family":"Q","_given":[\#(Self.delete)]}]"#
        )
        #expect(play.members == #""meta":{"profile":["urn:p"]},"name":[{"family":"Q"}]"#)
    }

    @Test func primitiveExtensionsStayBesideTheirValue() throws {
        var play = Play()
        let members = #""birthDate":"1970-01-01","_birthDate":{"extension":[{"url":"urn:t","valueString":"x"}]}"#
        try play.say(1, 10, members)
        #expect(play.members == members)
        let lists =
            #""name":[{"given":["A",null,"B"],"_given":[null,{"extension":[{"url":"urn:t","valueString":"\"q\""}]},null]}]"#
        var other = Play()
        try other.say(1, 10, lists)
        #expect(other.members == lists)
    }
}
