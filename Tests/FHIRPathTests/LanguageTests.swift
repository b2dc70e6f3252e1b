import Diagnostics
import FHIRPath
import Testing

/// The language by the specification's text, one line a rule; `nil` is an error.
@Suite struct LanguageTests {
    static let empty: [String] = []

    static let cases: [(String, [String]?)] = [
        // Literals
        ("'a\\u0062\\n\\'c'", ["ab\n'c"]), ("1L + 1", ["2"]), ("@2015-02", ["2015-02"]), ("@2015-02-04T14", ["2015-02-04T14"]),
        ("@T14:30.is(Time)", ["true"]), ("@2015-02-30", nil), ("'\\q'", nil), ("\"a\"", nil), ("", nil), ("1 +", nil),
        ("(1", nil),
        ("/* open", nil), ("4 days", ["4 days"]), ("1 'mg'", ["1 'mg'"]), ("{}", empty), ("$that", nil), ("1.2.3", nil),
        ("birthDate.hasExtension('http://example.org/time')", ["true"]), ("hasExtension('http://example.org/time')", ["false"]),
        ("birthDate.hasExtension({})", empty), ("name.hasExtension('http://example.org/time')", ["false"]),
        // Precedence
        ("1 + 2 * 3", ["7"]), ("-1 + 2", ["1"]), ("2 - 1 - 1", ["0"]), ("true or false and false", ["true"]),
        ("false implies false implies false", ["false"]), ("1 | 2 = 1 | 2", ["true"]), ("1 in 1 | 2", ["true"]),
        // Empty propagation and three-valued logic
        ("{} + 1", empty), ("{} and false", ["false"]), ("{} or true", ["true"]), ("{} implies true", ["true"]),
        ("{} implies false", empty), ("true implies {}", empty), ("false implies {}", ["true"]), ("{} = {}", empty),
        ("{} ~ {}", ["true"]), ("1 ~ {}", ["false"]), ("{}.not()", empty), ("{} in (1|2)", empty), ("1 in {}", ["false"]),
        ("{} & 'a'", ["a"]), ("'a' + {}", empty), ("(1|2) + 1", nil), ("(0).not()", ["false"]),
        // Equality, equivalence, order
        ("1 = 1.0", ["true"]), ("'a' ~ ' A '", ["true"]), ("(1|2) = (2|1)", ["false"]), ("(1|2) ~ (2|1)", ["true"]),
        ("1.2 / 1.8 ~ 0.67", ["true"]),
        ("1 = 'a'", ["false"]), ("1 < 'a'", nil), ("@2012 = @2012-01", empty), ("@2012 = @2013-01", ["false"]),
        ("@2012-04-15T15:00:00Z = @2012-04-15T10:00:00", empty), ("@2012-01-01T00:00:00Z < @2020-01-01T00:00:00", ["true"]),
        ("@2018-03-01T10:30 < @2018-03-01T10:31:00", ["true"]), ("@T10:30 < @T10:30:00", empty),
        ("birthDate < now()", ["true"]),
        ("@2012-04-15 ~ @2012-04-15T10:00:00", ["false"]), ("birthDate = @1980-02-29", ["true"]),
        ("gender = 'female'", ["true"]),
        ("@2017-11-05T01:30:00.0-04:00 < @2017-11-05T01:15:00.0-05:00", ["true"]),
        // Arithmetic
        ("5 / 2", ["2.5"]), ("5 div 2", ["2"]), ("-5 div 2", ["-2"]), ("-5 mod 2", ["-1"]), ("5.5 mod 2", ["1.5"]),
        ("2.2 div 1", ["2"]), ("1 / 0", empty), ("1 mod 0", empty),
        ("2147483647 + 1", empty), ("0.1 + 0.2 = 0.3", ["true"]), ("1.10 + 1", ["2.10"]), ("'a' + 'b'", ["ab"]),
        ("'a' + 1", nil), ("10 / 4.0", ["2.5"]),
        // Dates
        ("@1973-12-25 + 7.7 days", ["1974-01-01"]), ("@1973-12-25 + 1 month", ["1974-01-25"]),
        ("@2016-01-31 + 1 month", ["2016-02-29"]),
        ("@2016-02-29 + 1 year", ["2017-02-28"]), ("@2014 + 24 months", ["2016"]), ("@2014-03 - 1 month", ["2014-02"]),
        ("@2019-03-01 + 24 hours", ["2019-03-02"]), ("@2019-03-01 + 23 hours", ["2019-03-01"]),
        ("@T23:00:00 + 2 hours", ["01:00:00"]),
        ("@T01:00:00 - 2 hours", ["23:00:00"]), ("@1973-12-25 + 1 'a'", nil), ("@1973-12-25 + 1", nil),
        ("@1973-12-25T00:00:00.000+10:00 + 0.1 's'", ["1973-12-25T00:00:00.100+10:00"]), ("@9999-12-31 + 1 day", empty),
        ("@1973-12-25 + 1 'cm'", nil),
        ("@1973-12-25T00:00:00.000+10:00 + 1 hour", ["1973-12-25T01:00:00.000+10:00"]),
        // Quantities
        ("1 year = 1 'a'", empty), ("1 year ~ 1 'a'", ["true"]), ("1 year = 12 months", ["true"]),
        ("1 second = 1 's'", ["true"]), ("1 week = 7 days", ["true"]),
        ("2.0 'cm' * 2.0 'm' = 0.040 'm2'", ["true"]), ("4.0 'g' / 2.0 'm' = 2 'g/m'", ["true"]), ("1 'cm' > 1 's'", empty),
        ("1 '[in_i]' = 2.54 'cm'", ["true"]),
        ("1 'mg/dL' = 0.01 'g/L'", ["true"]), ("1 'g' + 1 'mg' = 1001 'mg'", ["true"]), ("5 'mg' = 5", ["false"]),
        ("1 'foo' = 1 'foo'", ["true"]), ("2 'mg' * 3", ["6 'mg'"]),
        ("1 'cm'.comparable(1 '[in_i]')", ["true"]), ("1 'cm'.comparable(1 's')", ["false"]), ("1 'wk'.toString()", ["1 'wk'"]),
        ("1 week.toString()", ["1 week"]),
        ("'1 \\'kg\\''.toQuantity('g') = 1000 'g'", ["true"]), ("1.toQuantity() = 1 '1'", ["true"]), ("(1 'mg').value", ["1"]),
        ("37.2 'Cel' > 1 'm'", empty),
        // Paths
        ("name.given", ["Ada", "Bea", "Ada"]), ("Patient.name.family", ["Example", "Test"]), ("Encounter.name", empty),
        ("DomainResource.id", ["p1"]),
        ("name[0].given[1]", ["Bea"]), ("name[7]", empty), ("name.nothing", empty),
        ("name.where(use = 'usual').family", ["Test"]), ("multipleBirth", ["2"]), ("multipleBirthInteger", empty),
        ("name.`family`", ["Example", "Test"]), ("contained.name", ["Trust One"]),
        ("birthDate.extension('http://example.org/time').value", ["1980-02-29T08:15:00Z"]),
        // Existence and filtering
        ("name.exists(use = 'usual')", ["true"]), ("name.all(given.exists())", ["true"]), ("{}.all(false)", ["true"]),
        ("(true|false).anyTrue()", ["true"]), ("(true|'a').allTrue()", nil),
        ("(1|2).subsetOf(1|2|3)", ["true"]), ("(1|2).supersetOf(1)", ["true"]), ("name.given.distinct()", ["Ada", "Bea"]),
        ("name.given.isDistinct()", ["false"]),
        ("(1|2|3).where($this > 1)", ["2", "3"]), ("(1|2|3).select($this * 2)", ["2", "4", "6"]),
        ("(1|2|3).select($index)", ["0", "1", "2"]), ("1.repeat(iif($this < 5, $this + 1, {}))", ["2", "3", "4", "5"]),
        ("name.count()", ["2"]),
        ("(1|2).single()", nil), ("{}.single()", empty), ("(1|2|3).tail()", ["2", "3"]), ("(1|2|3).skip(-1)", ["1", "2", "3"]),
        ("(1|2|3).take(2)", ["1", "2"]), ("(1|2|3).last()", ["3"]),
        ("(1|2|3).intersect(2|4)", ["2"]), ("1.combine(1).exclude(1)", empty), ("name.select(use.union(given)).count()", ["5"]),
        ("(3|1|2).sort()", ["1", "2", "3"]),
        ("name.sort(-family, given.first()).family", ["Test", "Example"]),
        ("name.sort(family desc).family", ["Test", "Example"]), ("('b'|'a').sort(-$this)", ["b", "a"]),
        ("(1|2|3).aggregate($total + $this, 0)", ["6"]), ("(1|2|3).sum()", ["6"]), ("(1|2|3).avg()", ["2"]),
        ("(1|2|3).max()", ["3"]), ("{}.sum()", empty), ("coalesce({}, 2, 3)", ["2"]),
        // Conversion
        ("iif(true, 1, 1/0)", ["1"]), ("iif({}, 1, 2)", ["2"]), ("iif(1|2, 1, 2)", nil), ("iif(false, 1)", empty),
        ("'1.1'.toInteger()", empty), ("'1'.toDecimal()", ["1"]), ("'yes'.toBoolean()", ["true"]),
        ("'2015-02'.toDate()", ["2015-02"]),
        ("'2015-13'.toDate()", empty), ("'14:30'.toTime()", ["14:30"]), ("@2015-02-04T14:30:00.toDate()", ["2015-02-04"]),
        ("'9999999999'.toInteger()", empty), ("name.toString()", nil), ("1.0.toString()", ["1.0"]),
        ("'abc'.convertsToDate()", ["false"]), ("'2015T10'.toDateTime()", empty),
        // Text
        ("'abc'.substring(1)", ["bc"]), ("'abc'.substring(3)", empty), ("'abc'.substring(1, 0)", [""]),
        ("'abc'.substring(-1)", empty), ("'abc'.indexOf('c')", ["2"]), ("'abcbc'.lastIndexOf('bc')", ["3"]),
        ("'abc'.indexOf('')", ["0"]), ("'abc'.replace('', 'x')", ["xaxbxcx"]), ("'abc'.contains('')", ["true"]),
        ("'a,b'.split(',')", ["a", "b"]), ("(1).length()", nil),
        ("'A\\n\\tB'.matches('A.*B')", ["true"]),
        (
            "'11/30/1972'.replaceMatches('\\\\b(?<month>\\\\d{1,2})/(?<day>\\\\d{1,2})/(?<year>\\\\d{2,4})\\\\b', '${day}-${month}-${year}')",
            ["30-11-1972"]
        ), ("'abc'.matches('(')", nil), ("'abc'.matchesFull('[a-c]+')", ["true"]), ("'Abc'.matches('abc', 'i')", ["true"]),
        ("'aXbX'.replaceMatches('X', '$0$0')", ["aXXbXX"]), ("'foobar'.matches('foo(?=bar)')", ["true"]),
        ("'abab'.matches('^(ab)\\\\1$')", ["true"]), ("'hé'.matches('^\\\\p{L}+$')", ["true"]),
        ("' a '.trim()", ["a"]), ("'ab'.toChars()", ["a", "b"]), ("'\\\"'.escape('json')", ["\\\""]),
        ("'a'.encode('rot13')", nil), ("'74657374'.decode('hex')", ["test"]), ("name.given.join('-')", ["Ada-Bea-Ada"]),
        // Numbers
        ("3.14159.round(3)", ["3.142"]), ("(-5).abs()", ["5"]), ("2.power(-1)", ["0.5"]), ("2.power(3)", ["8"]),
        ("(-1).sqrt()", empty), ("1.5.ceiling()", ["2"]), ("(-1.5).truncate()", ["-1"]), ("0.ln()", empty), ("1.ln()", ["0.0"]),
        ("0.exp()", ["1.0"]),
        ("1.587.lowBoundary()", ["1.58650000"]), ("1.587.lowBoundary(2)", ["1.58"]), ("1.lowBoundary(0)", ["0"]),
        ("1.587.highBoundary()", ["1.58750000"]), ("(-1.587).highBoundary(2)", ["-1.58"]), ("1.highBoundary(0)", ["2"]),
        ("@2014.lowBoundary()", ["2014-01-01"]), ("@2014-02.highBoundary()", ["2014-02-28"]), ("1.58700.precision()", ["5"]),
        ("@2014.precision()", ["4"]), ("@T10.highBoundary()", ["10:59:59.999"]), ("1.587 'cm'.lowBoundary(4)", ["1.5865 'cm'"]),
        // Types
        ("1.type().name", ["Integer"]), ("active.type().namespace", ["FHIR"]), ("active is boolean", ["true"]),
        ("active is System.Boolean", ["false"]), ("1 is System.Integer", ["true"]), ("Patient is DomainResource", ["true"]),
        ("gender is string", ["true"]), ("gender.as(string)", empty), ("multipleBirth.ofType(integer)", ["2"]),
        ("name.as(HumanName)", nil), ("gender.ofType(string1)", nil), ("Patient.ofType(Resource).id", ["p1"]),
        ("1 as Integer", ["1"]), ("1 as String", empty), ("contained is Organization", ["true"]),
        ("name.first() is FHIR.HumanName", ["true"]),
        // Utility
        ("%resource.id", ["p1"]), ("contained.select(%rootResource.id)", ["p1"]),
        ("name.given.select(%context.id)", ["p1", "p1", "p1"]), ("%`vs-x`", ["http://hl7.org/fhir/ValueSet/x"]),
        ("%`ext-y`", ["http://hl7.org/fhir/StructureDefinition/y"]), ("%nobody", nil), ("now() = now()", ["true"]),
        ("today()", ["2026-11-23"]), ("timeOfDay()", ["14:30:00.000"]),
        ("managingOrganization.resolve().name", ["Trust One"]), ("active.hasValue()", ["true"]), ("name.hasValue()", ["false"]),
        ("active.getValue()", ["true"]), ("slice('a', 'b')", nil), ("elementDefinition()", nil), ("name.memberOf('x')", nil),
        ("Patient.conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')", ["true"]),
        ("Patient.conformsTo('http://hl7.org/fhir/StructureDefinition/Person')", ["false"]),
        ("conformsTo('http://trash')", nil),
        ("defineVariable('v', 'x').select(%v)", ["x"]), ("defineVariable('v', name.first()).select(%v.family)", ["Example"]),
        ("defineVariable('v', 1).select(%v) | defineVariable('v', 2).select(%v)", ["1", "2"]),
        ("(defineVariable('v', 1).active | active).select(%v)", nil), ("defineVariable('v', 1).defineVariable('v', 2)", nil),
        ("defineVariable('context', 1)", nil), ("name.defineVariable('n').select(%n.count())", ["2", "2"]),
        ("name.select(defineVariable('f', family).select(%f))", ["Example", "Test"]),
        (
            "defineVariable(defineVariable('param','ppp').select(%param), defineVariable('param','value').select(%param)).select(%ppp)",
            ["value"]
        ),
        (
            "'aaa'.replace(defineVariable('param', 'aaa').select(%param), defineVariable('param', 'bbb').select(%param))",
            ["bbb"]
        ),
        ("1.587.lowBoundary(32)", ["1.58650000000000000000000000000000"]), ("1.587.lowBoundary(39)", empty),
        ("@2015T.is(DateTime)", ["true"]), ("@T14:34:28+10:00", nil), ("(-0.0).exp()", ["1.0"]),
        ("name.sort(-period.start, family).family", ["Example", "Test"]), ("1.combine(1).intersect(1).count()", ["1"]),
        ("name.trace('t', given).count()", ["2"]), ("'\\u0041'.length()", ["1"]),
        // Keywords as names
        ("name.as.exists()", ["false"]), ("(1|2).contains(1)", nil), ("is.empty()", ["true"]), ("contains", empty),
    ]

    @Test(arguments: cases.indices) func rule(index: Int) {
        let (text, expected) = Self.cases[index]
        do throws(Diagnostic) {
            let actual = try Fixture.evaluate(text)
            #expect(expected == actual, "\(text)")
        } catch {
            #expect(expected == nil, "\(text): \(error.rendered())")
        }
    }
}
