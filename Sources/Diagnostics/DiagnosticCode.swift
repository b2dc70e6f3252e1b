/// A code of a diagnostic and what it means; `docs/diagnostics.md` is made of these.
package struct DiagnosticCode: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        /// Stops a release or the start.
        case error
        /// Can be waived in its file with a reason.
        case warning
        /// Said by a command, or while an expression runs; no file is wrong.
        case command
    }
    package var code: String
    package var kind: Kind
    package var meaning: String

    /// Every code, in order of area and number. A code never changes its meaning.
    package static let all: [DiagnosticCode] = {
        var entries: [DiagnosticCode] = []
        for (kind, text) in [(Kind.error, errors), (.warning, warnings), (.command, commands)] {
            for line in text.split(separator: "\n") {
                entries.append(
                    DiagnosticCode(code: String(line.prefix(4)), kind: kind, meaning: String(line.dropFirst(5))))
            }
        }
        let areas = ["Y", "M", "F", "R", "C"]
        return entries.sorted { a, b in
            let (x, y) = (
                areas.firstIndex(of: String(a.code.prefix(1))) ?? 9, areas.firstIndex(of: String(b.code.prefix(1))) ?? 9
            )
            return (x, a.code) < (y, b.code)
        }
    }()

    private static let errors = """
        Y100 the file cannot be read as YAML
        Y101 a tab in the indentation
        Y102 a key stands twice in one mapping
        Y103 anchors and aliases are refused: what stands elsewhere cannot be seen in place
        Y104 a key is no plain word
        Y105 too large, too deep, too many values or too long a line
        Y107 the file is not UTF-8
        Y110 a mapping of keys and values was expected
        Y111 an unknown key
        Y112 a required key is missing, or the file is empty
        Y113 a value of the wrong kind
        M100 a file cannot be read
        M101 the map's name and its file's name differ, two maps have one name, or the name is not kebab-case
        M102 a map makes nothing, or `create:` and `make:` stand in the wrong kind of map
        M103 `source:` names nothing that a map can read
        M104 an unknown element, or a shape that does not fit
        M105 `create:` outside a message map
        M106 `each:`, `from:` or `copy:` where they cannot stand, or together
        M107 an expression was expected
        M108 an ignored path or a waiver without a reason
        M109 no path that can be ignored or pointed at
        M110 wrong type
        M111 an unknown segment, group or data type
        M112 an unknown field, one that the versions read do not have, or a repetition that nobody can send
        M113 an unknown component
        M114 an unknown element in a path of FHIR, or a word that is nothing
        M115 an unknown variable, or one out of its scope
        M116 an unknown value of the trust profile
        M118 a segment that cannot be reached from a data type map
        M119 `identity()` or `idOf()` where no id is made, or inside other calls
        M120 a function that reaches the outside world: time, terminology, output
        M121 wrong arguments of a mapping function
        M122 components of another data type than the one that stands there
        M123 many values into one
        M124 two maps for one message
        M125 an unknown message structure, version or resource type to read
        M126 a message map without an event
        M127 an unknown event
        M128 an unknown FHIR type
        M129 a group with elements of its own
        M130 a required element is never set
        M131 an unknown alias
        M132 a reference to a type that it cannot point at
        M136 an overlay removes what its base does not set
        M140 an unknown table
        M141 an unknown map
        M142 a message map applied as a part
        M143 a map that applies itself
        M144 the map makes another type
        M145 the map reads another segment than the focus
        M146 an overlay of nothing, beside its own name, or outside a trust
        M147 an unknown overlay directory
        M148 a feed's profile lacks a value (warning), has several for one, or one of the wrong kind
        M149 a resource without an id
        M150 a code written in the map that the required binding does not know
        M152 an element of one value is set twice
        M153 a table gives a code that the required binding does not know
        M160 a local segment that is declared wrongly
        M161 a part that is unknown or uses itself, or one that says what messages say
        M162 a `case` whose values or branches do not fit
        M180 a table that cannot be read
        M181 a source stands twice in a table
        M182 two tables of one name
        M183 a target that its code system does not have, or a code system that nobody knows
        M184 an unknown equivalence, one that contradicts the row, or a row without a target
        M190 `hub coverage`, `hub test`: the guide's tables are missing; a fixture fails before rules are thinned out
        M192 an outbound map writes a field or component that its segment or data type does not have
        M193 an outbound map gives many values to one
        M194 an outbound map never writes a required segment or field
        M195 `target:` of an outbound map names nothing that can be written
        M196 an outbound map gives a whole object where a text is needed, or a text where parts are
        M197 an outbound map writes a segment that its structure does not have there, or a group as a segment
        M198 an outbound map writes segments in another order than its structure
        F001 a character, number, text or date that the expression language cannot read
        F002 an expression that ends too early or goes on where it should end
        F003 an expression that is too long or nested too deeply
        F101 an unknown function
        F102 too many or too few arguments
        F103 a type name is needed
        F115 a regular expression that cannot be used
        F117 a function that is not supported
        F201 an unknown element
        F202 operands or arguments of the wrong type
        F203 an unknown type
        F204 an unknown variable
        F206 an order is asked of items that have none
        F207 values that are never equal
        R100 no routes
        R101 an unknown destination
        R102 two routes of one name
        R103 a route that leads nowhere, or to one destination twice
        R104 a variable that the hub gives itself
        R105 an expression was expected
        R107 a comparison with a feed, trust or event that does not exist
        R109 a function that makes the same message go another way another time
        R110 `when:` is neither true nor false
        C101 a file of the configuration is missing or cannot be read
        C102 a file of the configuration is not UTF-8
        C103 a file of the configuration is empty
        C104 no trust is configured
        C105 a feed is configured twice
        C106 a feed's name has characters that it cannot have
        C107 a destination is configured twice
        C108 there is no record store among the destinations
        C109 a trust is configured twice
        C110 no ODS code
        C113 a destination is written by an outbound map, or for a feed, that does not exist
        """

    private static let warnings = """
        Y106 a word that other readers take for a truth value is read as text
        M117 the segment stands in no structure that the map reads
        M133 a condition that is the same for every message
        M134 a variable that nobody uses
        M135 a map that no message uses
        M137 a comparison that holds for no value: with `''`, or `in` one text that looks like a list
        M138 a variable that hides another of its name
        M139 an overlay says what its base says
        M151 a field goes untranslated into a required binding
        M154 a table lacks values of the HL7 table that it translates
        M155 a path is ignored and mapped, or ignored twice
        M156 a table that nobody uses
        M157 a value of the trust profile that nobody uses
        M158 a waiver of nothing, or of an error
        F205 a type that the items never have
        F208 a function of one item is given several
        F209 a condition that is always true or always false
        R106 a variable that nobody uses
        R111 a destination to which no route leads
        R112 a route that no message can take
        """

    private static let commands = """
        F104 an unknown variable
        F110 operands of the wrong type
        F111 several items where one is needed
        F112 a duration that cannot be added
        F113 an unknown format of `encode()` and its kin
        F114 a negative number of places
        F116 no time to tell
        F190 more steps or memory than an evaluation may take
        C120 an unknown feed
        C121 the simulator has no such feed
        C123 an unknown outbound map
        C124 the file that a command was given cannot be read
        C125 `hub send`: a batch that is not whole
        C130 the regional key is too short
        C131 the regional key is missing
        C140 no hub runs, and there is no ledger
        C141 queues can be asked for only while a hub runs
        C142 no message number
        C143 the ledger has no such message
        C144 the running hub refused
        C145 the running hub answered with an error
        C146 the message's body has been pruned
        C147 the running hub did not answer
        C150 `hub new`: no ODS code or no name of a system
        C151 `hub new`: no name, source or target of a map
        C152 `hub new`: the file or folder is there already
        C153 `hub new`: no map reads the message
        C154 `hub test`: a message has no structure that a fixture of it could keep
        C155 `hub release build`: a fixture fails, so no release is kept
        C160 the simulator and the configuration do not fit
        C161 the broker has no queue for a feed
        C162 a release holds a path that leads elsewhere
        C163 a release's files are not those that its hash names
        C164 no hub runs that could switch releases
        C165 a release of another mapping engine
        C166 a release that does not check here
        C167 a file was saved while a release was built
        C168 the store keeps no releases
        C169 no release, or several, of that hash
        """
}
