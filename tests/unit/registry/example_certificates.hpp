// SPDX-License-Identifier: MIT
// Three certificates, valid from 2026 to 2100; their keys were thrown away.
#pragma once

namespace cppsecret::test {

/// Self-signed: O=Exämple, CN=Example CA.
inline constexpr const char *example_authority = R"(-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIBATAKBggqhkjOPQQDAjAoMREwDwYDVQQKDAhFeMOkbXBs
ZTETMBEGA1UEAwwKRXhhbXBsZSBDQTAgFw0yNjAxMDEwMDAwMDBaGA8yMTAwMDEw
MTAwMDAwMFowKDERMA8GA1UECgwIRXjDpG1wbGUxEzARBgNVBAMMCkV4YW1wbGUg
Q0EwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQmr5iGq73cJZqEuRTmeZ0Hbghl
Yfw8KYKCEtCeOac5FQGCUt7lxnv2kEXYuoRwuISlrfsgslJFM7TMbXuqEqVMozIw
MDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBT+NxSddWNG9T2wBpoOoxdkRQrd
WDAKBggqhkjOPQQDAgNIADBFAiBKgTV7XvCpLLw1knvQ7Zi+bToo/pRIUH4WmbYd
B4JNrQIhANyi0UlxUheuUqlW+y+9HkjcxgWBcTVgxTv+mA2Reed0
-----END CERTIFICATE-----
)";

/// Signed by it: registry.example, 127.0.0.1, ::1.
inline constexpr const char *example_server = R"(-----BEGIN CERTIFICATE-----
MIIBuTCCAV6gAwIBAgIBAjAKBggqhkjOPQQDAjAoMREwDwYDVQQKDAhFeMOkbXBs
ZTETMBEGA1UEAwwKRXhhbXBsZSBDQTAgFw0yNjAxMDEwMDAwMDBaGA8yMTAwMDEw
MTAwMDAwMFowGzEZMBcGA1UEAwwQcmVnaXN0cnkuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABOZgGhdlfYDzIq9W/smum7JkFkffUiBdyeSelkgqP1Sd
iK45HdDhGJRLNbdEPRZOXhFut2oWjnNQXSQBjeUzBjqjgYMwgYAwMwYDVR0RBCww
KoIQcmVnaXN0cnkuZXhhbXBsZYcEfwAAAYcQAAAAAAAAAAAAAAAAAAAAATAJBgNV
HRMEAjAAMB0GA1UdDgQWBBQQfdYnfnbN56BdXlStyec3rvCiEDAfBgNVHSMEGDAW
gBT+NxSddWNG9T2wBpoOoxdkRQrdWDAKBggqhkjOPQQDAgNJADBGAiEA4w2VlzP1
SfcOqD5rdmrIf0XlxjpAccDS4Ok8TEbVfMQCIQCCiZxgFoaLeiIIE3nBvuOmSxnl
7kvoZKRHUmsAFj5ZJA==
-----END CERTIFICATE-----
)";

/// Self-signed, of the authority's name and with another key; it signed neither.
inline constexpr const char *example_stranger = R"(-----BEGIN CERTIFICATE-----
MIIBljCCATygAwIBAgIUDg0WweiWVLRHCsWgP9YmlecH1akwCgYIKoZIzj0EAwIw
KDERMA8GA1UECgwIRXjDpG1wbGUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwIBcNMjYw
MTAxMDAwMDAwWhgPMjEwMDAxMDEwMDAwMDBaMCgxETAPBgNVBAoMCEV4w6RtcGxl
MRMwEQYDVQQDDApFeGFtcGxlIENBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
GqKwQnuMOLq4iurAawwTesIEVjTnVfNMWl7l2vyMEJNac1p/3ldZSReJr0JhZ6j/
mj0rUL8cmpcx95vDJHINMKNCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8E
BAMCAgQwHQYDVR0OBBYEFI9NQ9dt6X+1BKh/2/6hzAfYt6H7MAoGCCqGSM49BAMC
A0gAMEUCIQDYLZBhWxQSo50SK/fhoPCJzYX3OD/DKDdIClNmJ3XxRAIgRHDsgKzY
a8JI6LmFAcJA5dzedMHjcRmFOEbejtnq4Mw=
-----END CERTIFICATE-----
)";

inline constexpr const char *example_server_fingerprint =
    "45:40:45:78:1B:4F:30:2B:72:9A:39:DB:09:EA:93:AC:87:A4:16:AD:08:F7:B0:F2:2C:D1:16:30:F4:BD:76:"
    "96";

} // namespace cppsecret::test
