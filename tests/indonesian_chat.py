"""Makes Indonesian chat messages with names, places, numbers and dates in them, and says where these stand.

Everybody in them is made up: parts of names are put together by chance, from a fixed seed. Half of the templates (`kept
back`) were written to judge by, and nothing was tuned on them.
"""

import random
import re
from dataclasses import dataclass


def _words(text: str, between: str = " ") -> list[str]:
    return text.split(between)


FIRST = _words(
    "Budi Siti Agus Dewi Joko Sri Rini Bambang Wayan Ketut Nyoman Made Putu Kadek Komang Luh Ayu Rizky Fitri Dian Yudi Wulan Eko Tri "
    "Asep Ujang Euis Neneng Cecep Togar Ucok Butet Rotua Fauzan Zahra Nabila Hafizh Khadijah Syifa Arif Nurul Ratna Hendra Meilani Lestari "
    "Suryani Prasetya Gilang Bagas Citra Intan Putri Mega Galuh Larasati Sekar Damar Bayu Krisna Aditya Yosef Maria Yohana Markus Lukas "
    "Marlina Yanti Tuti Slamet Paijo Ngatini Sulastri Mulyadi Dadang Rudi Ferdi Vina Selvi Angga Reza Kevin Jessica Michelle Steven"
)
FIRST_KEPT_BACK = _words(
    "Tono Wati Sukirman Ningsih Heru Lilis Yayuk Supri Rahma Ilham Nadia Tasya Dimas Raka Salsa Keisha Aurel Gede Ngurah Iluh Desak Poltak "
    "Tiur Marganda Hotma Uli Zainal Hasan Laila Rosidah Melati Bunga Surya Bintang Cahya Wira Tegar Teguh Bakti Adil Rangga Saka Jaka Tirta "
    "Sinta Rama Arjuna Srikandi Yohanes Petrus Agnes Felix Natan Grace Celine Jason Clara Hana Ibrahim Yusuf Aisyah Umar"
)
LAST = _words(
    "Santoso Wijaya Halim Setiawan Pratama Saputra Nugroho Kusuma Hidayat Rahmawati Wulandari Anggraini Simanjuntak Siregar Hutapea "
    "Nasution Lubis Ginting Sembiring Tanujaya Gunawan Hartono Suharto Wibowo Purnomo Susanto Utami Handayani Permata Sari Lestari "
    "Mahendra Adnyana Suartini Sudarma Pattinasarany Latuconsina Tuhumury Rumbiak Wenda Manurung Sihombing Tobing Kurniawan Firmansyah"
)
TOWNS = _words(
    "Bandung Surabaya Yogyakarta Denpasar Medan Makassar Palembang Semarang Malang Solo Bogor Depok Bekasi Tangerang Cirebon Manado Ambon "
    "Kupang Jayapura Balikpapan Samarinda Pontianak Banjarmasin Padang Pekanbaru Ubud Gianyar Singaraja Wonosobo Banyuwangi Cianjur"
)
STREETS = _words(
    "Merdeka|Diponegoro|Gatot Subroto|Kenanga|Melati Raya|Sisingamangaraja|Ahmad Yani|Cempaka Putih|Gajah Mada|Veteran",
    "|",
)
FIRMS = _words(
    "Bank Sejahtera|PT Maju Bersama|RS Harapan Kita|SMA Negeri 5|Universitas Gadjah Mada|Toko Sumber Rejeki|Puskesmas Cempaka",
    "|",
)
MONTHS = _words("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember")
DAYS = _words("Senin Selasa Rabu Kamis Jumat Sabtu")

SEEN = (
    "tadi {first} marah lagi sama aku, katanya aku nggak pernah dengerin",
    "Kemarin saya ketemu {person} di {town} dan rasanya canggung sekali.",
    "aku udah bilang ke bu {first} kalau aku belum siap cerita",
    "Nama saya {person}, NIK {nik}, mau daftar konseling.",
    "hubungi aku di {phone} ya, jangan lewat mama",
    "Alamat kami Jl. {street} No. {house} RT {rt}/RW {rw}, {town} {zip}.",
    "suamiku kerja di {firm} sejak {month} {year} dan jarang pulang",
    "Sejak {first} pindah ke {town}, saya sering menangis sendirian.",
    "emailku {email}, tolong kirim catatannya ke sana",
    "NPWP saya {npwp}, perlu untuk kuitansi?",
    "pak {first} bilang aku terlalu sensitif, padahal aku cuma capek",
    "anak kami lahir tanggal {day} {month} {year}, waktu itu {first} tidak datang",
    "{first} selalu bilang maaf tapi besoknya diulangi lagi",
    "Saya takut kalau {first}nya {person} tahu soal ini.",
    "hari {weekday} aku mau ketemu {first} lagi, deg-degan banget",
)
KEPT_BACK = (
    "jujur aku masih kesel sama {first}, dia nggak pernah minta maaf",
    "Ibu mertua saya, {person}, tinggal di {town} bersama kami.",
    "mbak {first} nyaranin aku buat nulis jurnal tiap malam",
    "KTP atas nama {person} nomor {nik}, bisa dipakai?",
    "wa aja ke {phone}, aku lagi nggak bisa telepon",
    "Rumah orang tua saya di Jalan {street} nomor {house}, {town}, dekat pasar.",
    "waktu kuliah di {town} aku pernah pacaran sama {first}",
    "Kami menikah {day} {month} {year} di {town}.",
    "kirim ke {email} aja, biar {first} nggak lihat",
    "aku dipecat dari {firm}, terus {first} malah nyalahin aku",
    "kak {first}, boleh nggak kalau sesinya hari {weekday} aja?",
    "Nomor NPWP suami saya {npwp} dan teleponnya {phone}.",
    "kata {person} aku harus ikhlas, tapi susah",
    "Menurut {first}, saya berubah sejak tinggal di {town}.",
    "dulu {first} sama {other} sering berantem soal uang di depan anak-anak",
)
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Message:
    """A message, and where in it what stands: start, end, kind."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def chat(templates: tuple[str, ...], count: int, seed: int = 7) -> list[Message]:
    """Return `count` messages; the same ones for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - for variety, not for secrecy
    first = FIRST_KEPT_BACK if templates is KEPT_BACK else FIRST
    return [_filled(templates[at % len(templates)], first, draw) for at in range(count)]


def lowered(message: Message) -> Message:
    """Return the message as it is typed on a phone: without capitals."""
    return Message(message.text.lower(), message.spans)


def _filled(template: str, names: list[str], draw: random.Random) -> Message:
    text, spans, at = "", [], 0
    for field in _FIELD.finditer(template):
        text += template[at : field.start()]
        kind, value = _value(field[1], names, draw)
        spans.append((len(text), len(text) + len(value), kind))
        text += value
        at = field.end()
    return Message(text + template[at:], tuple(spans))


def _value(field: str, names: list[str], draw: random.Random) -> tuple[str, str]:
    """Return what fills a field of a template, and its kind."""
    first, last = draw.choice(names), draw.choice(LAST)
    number = "".join(str(draw.randrange(10)) for _ in range(16))
    values = {
        "first": ("NAME", first),
        "other": ("NAME", draw.choice(names)),
        "person": (
            "NAME",
            draw.choice((f"{first} {last}", f"I {first} {last}", f"Ni {first} {last}", f"Raden {first}")),
        ),
        "town": ("PLACE", draw.choice(TOWNS)),
        "street": ("PLACE", draw.choice(STREETS)),
        "firm": ("FIRM", draw.choice(FIRMS)),
        "nik": ("NUMBER", number),
        "npwp": ("NUMBER", f"{number[:2]}.{number[2:5]}.{number[5:8]}.{number[8]}-{number[9:12]}.{number[12:15]}"),
        "phone": (
            "NUMBER",
            draw.choice(
                (f"+62 812-{number[:4]}-{number[4:8]}", f"08{number[:10]}", f"0813 {number[:4]} {number[4:8]}")
            ),
        ),
        "house": ("NUMBER", str(draw.randrange(1, 200))),
        "rt": ("NUMBER", f"0{number[0]}"),
        "rw": ("NUMBER", f"0{number[1]}"),
        "zip": ("NUMBER", number[:5]),
        "day": ("DATE", str(draw.randrange(1, 29))),
        "month": ("DATE", draw.choice(MONTHS)),
        "year": ("DATE", str(draw.randrange(1960, 2026))),
        "weekday": ("DATE", draw.choice(DAYS)),
        "email": ("CONTACT", f"{first.lower()}.{last.lower()}{number[:2]}@contoh.co.id"),
    }
    return values[field]
