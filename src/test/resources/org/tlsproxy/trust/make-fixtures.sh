#!/bin/sh
# Makes the keys and certificates of the trust room's tests, with OpenSSL 3. Run in this directory.
# fingerprints.pem is not made anew: its digests are written in CertificateFactsTest.
set -e
D=36500
leaf() { # name, genpkey arguments
    name=$1; shift
    openssl genpkey "$@" -out "$name.key" 
    openssl req -x509 -new -key "$name.key" -days $D -subj "/O=Example/CN=$name.example.test" -out "$name.pem"
}
leaf ec -algorithm EC -pkeyopt ec_paramgen_curve:P-256
leaf ec2 -algorithm EC -pkeyopt ec_paramgen_curve:P-256
leaf ec384 -algorithm EC -pkeyopt ec_paramgen_curve:P-384
leaf rsa -algorithm RSA -pkeyopt rsa_keygen_bits:1024
leaf rsa2 -algorithm RSA -pkeyopt rsa_keygen_bits:1024
leaf rsapss -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024
leaf ed25519 -algorithm ED25519
leaf ed448 -algorithm ED448
openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out dsa.param 
leaf dsa -paramfile dsa.param
rm dsa.param
openssl ec -in ec.key -out ec-sec1.key 
openssl ec -in ec.key -aes128 -passout pass:x -out ec-encrypted-sec1.key 
openssl ec -in ec.key -param_enc explicit -out ec-explicit.key 
openssl ecparam -name P-256 -genkey -out ec-with-parameters.key
openssl req -x509 -new -key ec-with-parameters.key -days $D -subj "/CN=parameters.example.test" -out ec-with-parameters.pem
openssl ec -in ec.key -no_public -out ec-no-public.key 
openssl rsa -in rsa.key -traditional -out rsa-pkcs1.key 
openssl rsa -in rsa.key -traditional -aes128 -passout pass:x -out rsa-encrypted-pkcs1.key 
openssl pkey -in dsa.key -traditional -out dsa-traditional.key 
openssl pkcs8 -topk8 -in ec.key -v2 aes128 -passout pass:x -out ec-encrypted.key
openssl x509 -in ec.pem -trustout -out ec-trusted.pem
openssl x509 -in ec.pem -outform DER -out ec.der
