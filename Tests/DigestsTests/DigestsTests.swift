import Digests
import Testing

@Suite struct DigestsTests {
    // FIPS 180-4 example and RFC 4231 test case 2.
    @Test func knownAnswers() {
        #expect(
            SHA256.hex(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let key = Array("key-of-sixteen-b".utf8)
        #expect(KeyedDigest(key: key).digest(of: Array("".utf8)).count == 32)
        let long = [UInt8](repeating: 0x0b, count: 20)
        #expect(
            Hexadecimal.text(KeyedDigest(key: long).digest(of: Array("Hi There".utf8)))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    }

    @Test func theSameValueHasTheSameUUIDUnderOneKeyOnly() {
        let value = Array("NHS|9990000018".utf8)
        let a = KeyedDigest(key: Array("0123456789abcdef".utf8)).uuid(of: value)
        let b = KeyedDigest(key: Array("fedcba9876543210".utf8)).uuid(of: value)
        #expect(a == KeyedDigest(key: Array("0123456789abcdef".utf8)).uuid(of: value))
        #expect(a != b)
        let text = String(decoding: a, as: UTF8.self)
        #expect(text.count == 36 && text.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        #expect(text.split(separator: "-")[2].first == "8")
    }

    @Test func whatIsSealedIsReadUnderItsKeyOnlyAndNotChangedUnnoticed() throws {
        let seal = Seal(key: [UInt8](repeating: 7, count: 32))
        let plain = Array("Testperson".utf8)
        let closed = try #require(seal.close(plain))
        #expect(seal.open(closed) == plain)
        #expect(seal.close(plain) != closed, "a nonce is never used twice")
        #expect(try #require(seal.close([])).count == 28)
        #expect(seal.open(try #require(seal.close([]))) == [])
        #expect(Seal(key: [UInt8](repeating: 8, count: 32)).open(closed) == nil)
        for index in closed.indices {
            var changed = closed
            changed[index] ^= 1
            #expect(seal.open(changed) == nil)
        }
        #expect(seal.open([]) == nil && seal.open(Array(closed.prefix(27))) == nil)
        #expect(!closed.indices.contains { closed[$0...].starts(with: plain) })
    }
}
