"""Signed PDFs as others hand them in, by a certification authority of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfTimeStamper, SimpleSigner, sign_pdf
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

_PURPOSES = {
    "stamping": (ExtendedKeyUsageOID.TIME_STAMPING,),
    "serving": (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH),
    "mailing": (ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION),
}


@dataclass(frozen=True)
class Identity:
    """A certificate with its key."""

    certificate: x509.Certificate
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def asn1_certificate(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def asn1_key(self) -> keys.PrivateKeyInfo:
        encoding, form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
        secret = self.private.private_bytes(encoding, form, serialization.NoEncryption())
        return keys.PrivateKeyInfo.load(secret)


def identity(
    name: str,
    issuer: Identity | None = None,
    *,
    usage: str = "",
    years: tuple[int, int] = (2024, 2044),
) -> Identity:
    """A certificate of this name; without `issuer` an authority; `usage` is "stamping", "serving", "mailing" or
    "encrypting"."""
    private = _private_key(usage)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    begins, ends = (datetime(year, 1, 1, tzinfo=UTC) for year in years)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False
        )
    )
    if usage in _PURPOSES:
        builder = builder.add_extension(x509.ExtendedKeyUsage(_PURPOSES[usage]), critical=True)
    if usage == "encrypting":
        builder = builder.add_extension(
            x509.KeyUsage(
                digital_signature=False,
                content_commitment=False,
                key_encipherment=True,
                data_encipherment=True,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    signing_key = issuer.private if issuer else private
    return Identity(builder.sign(signing_key, hashes.SHA256()), private)


def _private_key(usage: str) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    """pyHanko's stamper for tests signs by RSA alone."""
    if usage == "stamping":
        return rsa.generate_private_key(65537, 3072)
    return ec.generate_private_key(ec.SECP256R1())


def plain_pdf(text: str = "100") -> bytes:
    """A page with a text."""
    writer = PdfFileWriter()
    writer.insert_page(
        PageObject(
            contents=writer.add_object(generic.StreamObject(stream_data=f"% {text}".encode())),
            media_box=generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 200, 200)]),
        )
    )
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def signed_pdf(
    content: bytes,
    signer: Identity,
    *above: Identity,
    field: str = "Signature1",
    stamper: Identity | None = None,
    stamped_at: datetime | None = None,
) -> bytes:
    """The PDF with one signature more; `stamper` stamps it at that time."""
    store = SimpleCertificateStore()
    store.register_multiple(authority.asn1_certificate for authority in above)
    output = sign_pdf(
        IncrementalPdfFileWriter(BytesIO(content)),
        PdfSignatureMetadata(field_name=field, md_algorithm="sha256"),
        SimpleSigner(signer.asn1_certificate, signer.asn1_key, store),
        timestamper=_stamper(stamper, stamped_at) if stamper else None,
    )
    return bytes(output.getvalue())


def stamped_pdf(
    content: bytes, stamper: Identity, at: datetime, *, covers_page: bool = False
) -> bytes:
    """The PDF with a document time-stamp behind it; one that `covers_page` has a field as large as the page."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    if covers_page:
        append_signature_field(writer, SigFieldSpec("Cover", box=(0, 0, 200, 200)))
    output = PdfTimeStamper(
        _stamper(stamper, at), field_name="Cover" if covers_page else None
    ).timestamp_pdf(writer, "sha256", bytes_reserved=16384)
    return bytes(output.getvalue())


def wrapped_pdf(content: bytes, text: str = "999") -> bytes:
    """A new document in the gap of a signature whose covered bytes all stand as they were: the list of objects
    that the file's end points to lies in the gap, and the value, written shorter, leaves the room for it."""
    numbers = re.search(rb"/ByteRange \[0 +(\d+) +(\d+) +(\d+) *\]", content)
    assert numbers is not None
    end, start, length = (int(number) for number in numbers.groups())
    place = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    size = (place - end + 1000) // 2 * 2
    value = bytes.fromhex(content[end + 1 : start - 1].decode()).rstrip(b"\0")
    literal = value.ljust((size - 2) // 2, b"\0")
    for sign, escaped in (
        (b"\\", b"\\\\"),
        (b"(", b"\\("),
        (b")", b"\\)"),
        (b"\r", b"\\r"),
        (b"\n", b"\\n"),
    ):
        literal = literal.replace(sign, escaped)
    page = f"% {text}".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [4 0 R] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R >>",
        b"<< /FT /Sig /T (Signature1) /V 6 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached"
        b" /ByteRange [0 %d %d %d] /Contents (%s) >>" % (end, end + size, length, literal),
    )
    gap, places = b"<>\n", []
    for number, entry in enumerate(objects, 1):
        places.append(end + len(gap))
        gap += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    gap = gap.ljust(place - end) + b"xref\n0 7\n0000000000 65535 f \n"
    gap += b"".join(b"%010d 00000 n \n" % entry for entry in places)
    gap += b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % place
    return content[:end] + gap.ljust(size) + content[start:]


def _stamper(identity: Identity, at: datetime | None) -> DummyTimeStamper:
    moment = at or datetime.now(UTC) - timedelta(minutes=1)
    return DummyTimeStamper(identity.asn1_certificate, identity.asn1_key, fixed_dt=moment)


def changed_pdf(content: bytes, text: str = "999") -> bytes:
    """The PDF with its page's content replaced in a further revision."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = page.raw_get("/Contents").get_object()
    stream._data = f"% {text}".encode()
    stream._encoded_data = None
    writer.update_container(stream)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
