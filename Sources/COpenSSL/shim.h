// SHA256_Init and its kin: a keyed digest that is taken for every resource starts from a state that is known.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
