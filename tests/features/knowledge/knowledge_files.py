"""Build small documents of every format, as bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

from PIL import Image, ImageChops, ImageDraw, ImageFont

DOCX_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

Placed = tuple[int, int, int, str]
"""x and y in points from the bottom left, letter size, text."""


def pdf(pages: Sequence[Sequence[Placed]], *, rotate: int = 0, title: str = "") -> bytes:
    """A PDF written by hand: Helvetica for ASCII, a CJK font that is named but not embedded for the rest."""
    objects = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]

    def put(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    descriptor = put(
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        b"/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    descendant = put(
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor %d 0 R /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>" % descriptor
    )
    chinese = put(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [%d 0 R] >>" % descendant
    )
    info = put(b"<< /Title <FEFF%s> >>" % title.encode("utf-16-be", "surrogatepass").hex().encode())
    kids = []
    for page in pages:
        drawing = b"BT\n" + b"".join(_show(*placed) for placed in page) + b"ET"
        content = put(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
        kids.append(
            put(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Contents %d 0 R "
                b"/Resources << /Font << /F1 3 0 R /F2 %d 0 R >> >> >>" % (rotate, content, chinese)
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return _pdf_file(objects, info)


def pdf_of_codes(drawing: bytes) -> bytes:
    """A PDF that draws with F2, a font whose codes of three bytes stand for no characters, and F1, an ordinary one."""
    codes = (
        b"begincmap 2 begincodespacerange <00> <7F> <E0E0E0> <E0E0FF> endcodespacerange "
        b"1 begincidrange <E0E0E0> <E0E0FF> 4000 endcidrange endcmap"
    )
    content = b"BT /F2 11 Tf 72 700 Td %s ET" % drawing
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 3 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 7 0 R /DescendantFonts [8 0 R] >>",
        b"<< /Type /CMap /CMapName /X /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
        b"/Length %d >>\nstream\n%s\nendstream" % (len(codes), codes),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /FontDescriptor 9 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 900] /Ascent 800 /Descent -200 >>",
    ]
    return _pdf_file(objects, info=1)


def _show(x: int, y: int, size: int, text: str) -> bytes:
    if text.isascii():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
        return b"/F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj\n" % (size, x, y, escaped)
    return b"/F2 %d Tf 1 0 0 1 %d %d Tm <%s> Tj\n" % (size, x, y, text.encode("utf-16-be").hex().encode())


def _pdf_file(objects: Sequence[bytes], info: int) -> bytes:
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    start = out.rindex(b"xref")
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, info)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def raw_docx(body: str, **parts: str) -> bytes:
    """A Word document whose body is this XML; `footnotes` and `styles` may be given as XML too."""
    relations = "".join(
        f'<Relationship Id="r{name}" Target="{name}.xml" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"/>'
        for name in parts
    )
    namespace = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships {namespace}><Relationship Id="r1" Target="word/document.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
            "word/_rels/document.xml.rels": f"<Relationships {namespace}>{relations}</Relationships>",
            "word/document.xml": f'<w:document xmlns:w="{DOCX_W}" xmlns:mc="http://schemas.openxmlformats.org/'
            f'markup-compatibility/2006"><w:body>{body}</w:body></w:document>',
            **{f"word/{name}.xml": xml for name, xml in parts.items()},
        }
    )


def raw_pptx(shapes: str, *, kind: str = "presentation") -> bytes:
    """A presentation of one slide, 1,000 units wide and high, that holds these shapes."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="{office}"'
    )
    return zipped(
        {
            "[Content_Types].xml": f"vnd.openxmlformats-officedocument.presentationml.{kind}.main+xml",
            "ppt/_rels/presentation.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="r1" Target="slide.xml" Type="{office}/slide"/></Relationships>',
            "ppt/presentation.xml": f'<p:presentation {names}><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst>'
            '<p:sldSz cx="1000" cy="1000"/></p:presentation>',
            "ppt/slide.xml": f"<p:sld {names}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>",
        }
    )


def raw_xlsx(rows: str, *, shown_as: str | int = 0) -> bytes:
    """A workbook of one sheet that holds these rows; `shown_as` is the format of style 1, by its code or number."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    number, code = (200, shown_as) if isinstance(shown_as, str) else (shown_as, "")
    written = f'<numFmts><numFmt numFmtId="200" formatCode="{escape(code, {chr(34): "&quot;"})}"/></numFmts>'
    return zipped(
        {
            "[Content_Types].xml": "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="r1" Target="sheet.xml" Type="{office}/worksheet"/>'
            f'<Relationship Id="r2" Target="styles.xml" Type="{office}/styles"/></Relationships>',
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}">'
            '<sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
            "xl/styles.xml": f"<styleSheet {main}>{written}<cellXfs>"
            f'<xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs></styleSheet>',
            "xl/sheet.xml": f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def parts(document: bytes) -> dict[str, bytes]:
    """What is in a zip-based document."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(document: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A zip-based document with one part as `change` makes it."""
    members = parts(document)
    return zipped({**members, part: change(members[part].decode())})


def docx() -> bytes:
    import docx as python_docx

    document = python_docx.Document()
    document.core_properties.title = "Handbook"
    document.add_heading("Leave", 1)
    document.add_paragraph("Staff get ten days a year.")
    document.add_heading("Carry-over", 2)
    document.add_paragraph("年假可以顺延到下一年。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["项目", "天数", "病假", "12"], strict=True):
        cell.text = text
    document.add_paragraph("The end.")
    return _saved(document)


def pptx() -> bytes:
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    for title in ("Safety", "安全"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(5), Inches(1))
        box.text_frame.text = f"Read {title} first.\nThen sign."
        table = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
        for index, text in enumerate(["Door", "Code", "North", "A7"]):
            table.cell(index // 2, index % 2).text = text
        slide.notes_slide.notes_text_frame.text = f"Say {title} slowly."
    return _saved(deck)


def xlsx() -> bytes:
    import datetime

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("差旅")
    for column, label in enumerate(["城市", "Limit", "Share", "Since", "Total"]):
        sheet.write(0, column, label)
    sheet.write(2, 0, "上海")
    sheet.write(2, 1, 650.5)
    sheet.write(2, 2, 0.125, book.add_format({"num_format": "0.0%"}))
    sheet.write(2, 3, datetime.date(2026, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_formula(2, 4, "=B3*2", None, 1301)
    book.add_worksheet("Empty")
    book.add_worksheet("Notes").write(4, 1, "Only one cell")
    book.close()
    return out.getvalue()


def epub(*, locked: bool = False) -> bytes:
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A small book</dc:title></metadata><manifest>'
        '<item id="b" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        "OEBPS/text/one.xhtml": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        "<body><h1>One</h1><p>First words.</p></body></html>",
        "OEBPS/text/two b.xhtml": "<html><body><h1>二</h1><p>第二章的话。</p></body></html>",
    }
    if locked:
        members["META-INF/encryption.xml"] = (
            '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:CipherData>'
            '<e:CipherReference URI="OEBPS/text/one.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
        )
    return zipped(members)


def picture(
    lines: Sequence[str], *, format: str = "PNG", size: tuple[int, int] = (1_000, 500), pitch: int = 90
) -> bytes:
    """Black text on white, each line `pitch` pixels below the one before."""
    image = Image.new("RGB", size, "white")
    drawing = ImageDraw.Draw(image)
    face = ImageFont.load_default(40)
    for number, line in enumerate(lines):
        drawing.text((60, 60 + pitch * number), line, fill="black", font=face)
    out = io.BytesIO()
    image.save(out, format, **({"resolution": 100.0} if format == "PDF" else {}))
    return out.getvalue()


def see_through(drawn: bytes) -> bytes:
    """A picture of black on white as a PNG of black on nothing."""
    ink = ImageChops.invert(Image.open(io.BytesIO(drawn)).convert("L"))
    clear = Image.new("RGBA", ink.size, (0, 0, 0, 0))
    clear.putalpha(ink)
    out = io.BytesIO()
    clear.save(out, "PNG")
    return out.getvalue()


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]  # python-docx and python-pptx documents alike
    return out.getvalue()
