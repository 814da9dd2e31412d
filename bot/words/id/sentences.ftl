### Yang dikatakan Third Chair, dalam bahasa Indonesia. Singkat, jelas, ramah, dan selalu dengan langkah berikutnya.

## Kartu persetujuan: paling banyak 700 karakter

consent-card =
    __Bahasa Indonesia__

    Saya Third Chair, AI, bukan terapis. Nonaktif sampai semua setuju dan terapis mulai.

    Aktif: saya membaca; kalau diminta menjelaskan, menerjemahkan, mencari kata{ $offers ->
        [1] ; kadang ide untuk terapis
       *[0] {""}
    }.

    Tulisan { $where ->
        [none] tetap di bot ini, tanpa model bahasa.
       *[model] ke model “{ $backend }” { $where ->
            [demo] di mesin ini
            [here] di mesin klinik sendiri
            [network] di jaringan klinik
           *[remote] { $signed ->
                [1] { $named ->
                    [1] milik { $party } dengan perjanjian, nama diganti
                   *[0] { $second ->
                        [1] di luar klinik, nama diganti
                       *[0] di luar klinik dengan perjanjian, nama diganti
                    }
                }
               *[0] di luar klinik, nama diganti
            }
        }{ $second ->
            [1] , atau “{ $other }” { $other_where ->
                [demo] { $named ->
                    [1] di mesin ini
                   *[0] di sini
                }
                [here] { $named ->
                    [1] di mesin klinik sendiri
                   *[0] di mesin klinik
                }
                [network] { $named ->
                    [1] di jaringan klinik
                   *[0] di klinik
                }
               *[remote] { $named ->
                    [1] { $other_signed ->
                        [1] milik { $other_party } dengan perjanjian, nama diganti
                       *[0] di luar klinik, nama diganti
                    }
                   *[0] { $where ->
                        [remote] di sana
                       *[other] di luar, nama diganti
                    }
                }
            }
           *[0] {""}
        }, { $reader ->
            [1] seperlunya; tulisan klien untuk tanda bahaya
           *[0] seperlunya
        }.
    }{ $voice ->
        [none] {""}
        [remote] {" "}Pesan suara: hanya dengan `{ $prefix }setuju suara`; mesin di luar klinik menuliskan seluruhnya.
       *[other] {" "}Pesan suara: hanya dengan `{ $prefix }setuju suara`; mesin klinik menuliskan seluruhnya.
    }

    Disimpan: { $session ->
        [1] isi sesi sampai `{ $prefix }akhiri`, maks. { $hours } jam
       *[0] { $messages } pesan terakhir, maks. { $minutes } menit
    }, terenkripsi.

    { $danger ->
        [never] Saat nonaktif atau terputus saya tidak tahu apa-apa. Saya bukan alarm.
       *[other] Ada kata bahaya{ $uncovered ->
            [1] {" "}(hanya { list-covered })
           *[0] {""}
        }: terapis dipanggil{ $danger ->
            [always] , juga saat nonaktif
           *[on] {" "}saat aktif, di ruang pribadi selalu
        }. Sering terlewat; terputus, saya tidak tahu.
    }{ $watched ->
        [0] {""}
       *[other] {" "}Hadir: { $observers }.
    }

    Ya: balas `setuju` atau `{ $prefix }setuju`
    Tidak: `tidak` atau `{ $prefix }tolak`, juga di ruang pribadi
    Siapa pun boleh `{ $prefix }berhenti`. Info: `{ $prefix }privasi`
consent-card-demo =
    __DEMO: bukan sesi sungguhan.__
    { consent-card }
list-covered = { $covered ->
        [none] {""}
       *[other] { $covered } dan{" "}
    }{ $last }
list-uncovered = Saya hanya punya daftar kata bahaya dalam bahasa { list-covered }.
list-uncovered-heard = { $spoken ->
        [room] Ruang ini memakai bahasa { $written }, dan saya tidak punya daftar kata bahaya untuk bahasa itu.
       *[person] { $person } menulis dalam bahasa { $written }, dan saya tidak punya daftar kata bahaya untuk bahasa itu.
    } { list-uncovered } Mohon dibaca sendiri. Ini hanya saya katakan sekali dalam satu sesi.
privacy-text =
    __Apa yang saya lakukan dengan tulisan di sini__
    - Saya AI, bukan terapis. Saya bisa keliru. Saya tidak membuat diagnosis dan tidak menilai seberapa besar suatu bahaya. Kalau ada bahaya, telepon nomor darurat setempat.
    - { $danger ->
        [never] Saya tidak mencari tanda bahaya. Kalau Anda butuh seseorang, silakan hubungi orang langsung.
       *[other] Saya mencocokkan tulisan klien dengan daftar kata bahaya: { $danger ->
            [always] di sini, juga saat saya nonaktif
           *[on] di sini, saat saya aktif
        }; di ruang pribadi Anda dengan saya selalu, sampai Anda mengetik `{ $prefix }berhenti` di sana. Tulisan terapis tidak pernah saya cocokkan. Kalau ada yang cocok, saya panggil terapis; kalau tidak ada jawaban, orang lain yang ditunjuk klinik. Kalau itu tentang terapisnya, langsung orang lain itu yang saya panggil. Keluarga atau wali tidak pernah diberi tahu. Di ruang ini tidak akan terlihat bahwa seseorang disakiti atau menceritakannya. Sering kali ada yang terlewat, kadang saya memanggil padahal tidak ada apa-apa, dan saat terputus saya tidak tahu apa-apa: mohon jangan mengandalkan saya untuk ini.{ $uncovered ->
            [1] {" "}{ list-uncovered }
           *[0] {""}
        }
    }{ $reader ->
        [1] {" "}Ada pembaca kedua: sebuah model menerima tulisan klien yang sudah setuju, satu pesan demi satu pesan, dan menjawab apakah isinya mungkin tentang bahaya. Kalau ya, terapis dipanggil dengan cara yang sama. Model bisa keliru: melewatkan yang ada, atau melihat yang tidak ada. Jawabannya tidak ditunjukkan kepada siapa pun.
       *[0] {""}
    }{ $person ->
        [1] {" "}Kalau Anda memakai `{ $prefix }ungkapkan` dan model menganggap tulisan Anda tentang bahaya, saya beri tahu terapis.
       *[0] {""}
    }
    - Saya nonaktif sampai semua orang di sini setuju dan terapis mengaktifkan saya. Selama nonaktif atau terputus, saya tidak menyimpan apa pun yang dibicarakan di sini.
    - { $session ->
        [1] Selama aktif, saya menyimpan percakapan dalam berkas terenkripsi di klinik, sampai terapis mengetik `{ $prefix }akhiri` dan tidak pernah lebih dari { $hours } jam. Terapis bisa meminta ringkasan atau catatan dari percakapan itu, di meja terapis. Untuk pertanyaan lain, yang saya baca hanya { $messages } pesan terakhir dalam { $minutes } menit.
       *[0] Selama aktif, saya menyimpan { $messages } pesan terakhir, paling lama { $minutes } menit dan tidak pernah lebih dari { $hours } jam, dalam berkas terenkripsi di klinik.
    }
    - { $where ->
        [none] Di sini tidak ada model bahasa. Penjelasan diambil dari glosarium.
       *[model] { $reader ->
            [1] Pertanyaan dan tulisan klien
           *[0] Pertanyaan
        } dikirim ke server model “{ $backend }” ({ $model }) { $where ->
            [network] di komputer dalam jaringan klinik sendiri
            [remote] { $signed ->
                [1] di komputer di luar klinik, dengan perjanjian tertulis dengan { $party }. Nama, tempat, angka, dan kata yang jarang dipakai diganti dulu, sejauh saya kenali; dari isi ceritanya orang masih bisa menebak siapa. Yang dikirim ke sana
               *[0] di komputer di luar klinik, tanpa perjanjian tertulis. Nama, tempat, angka, dan kata yang jarang dipakai diganti dulu, sejauh saya kenali; dari isi ceritanya orang masih bisa menebak siapa. Yang dikirim ke sana
            }
           *[here] di mesin klinik sendiri
        }: { $reader ->
            [1] tidak lebih dari itu
           *[0] hanya yang diperlukan
        }, dan hanya tulisan orang yang setuju.{ $second ->
            [1] {" "}Kalau server itu bermasalah, atau tidak boleh mengerjakan suatu tugas, hal yang sama dikirim ke “{ $other }” ({ $other_model }) { $other_where ->
                [network] di komputer dalam jaringan klinik sendiri
                [remote] { $other_signed ->
                    [1] di komputer di luar klinik, dengan perjanjian tertulis dengan { $other_party }; karena itu nama, tempat, angka, dan kata yang jarang dipakai diganti dulu untuk keduanya, sejauh saya kenali, dan dari isi ceritanya orang masih bisa menebak siapa
                   *[0] di komputer di luar klinik, tanpa perjanjian tertulis; karena itu nama, tempat, angka, dan kata yang jarang dipakai diganti dulu untuk keduanya, sejauh saya kenali, dan dari isi ceritanya orang masih bisa menebak siapa
                }
               *[here] di mesin klinik sendiri
            }. Setuju dengan model berarti setuju dengan keduanya.
           *[0] {""}
        }{ $before ->
            [0] {""}
           *[other] {" "}Kalau `{ $prefix }terjemahkan` membalas pesan yang tidak menyebut siapa yang dibicarakan, pesan-pesan sebelumnya ikut dikirim, paling banyak { $before }.
        }
    }
    - Ada dua hal yang bisa disetujui: `{ $prefix }setuju dengar` berarti saya boleh ikut membaca, `{ $prefix }setuju model` berarti tulisan Anda boleh dikirim ke model. `{ $prefix }setuju` berarti keduanya.{ $voice ->
        [none] {""}
       *[other] {"\u000A"}- Pesan suara adalah hal ketiga: dengan `{ $prefix }setuju suara`, mesin “{ $voice_backend }” ({ $voice_model }) { $voice ->
            [network] di komputer dalam jaringan klinik sendiri
            [remote] di komputer di luar klinik{ $voice_signed ->
                [1] , dengan perjanjian tertulis dengan { $voice_party }
               *[0] , tanpa perjanjian tertulis
            }
           *[other] di mesin klinik sendiri
        } boleh menuliskan isi pesan suara Anda. Mesin itu menerima seluruh rekaman, juga suara orang lain di dalamnya, dan tidak ada yang bisa disamarkan. Rekamannya tidak saya simpan. Hasilnya dihitung sebagai kata-kata Anda dari mesin, yang bisa salah dengar: dicocokkan dengan kata bahaya, dan bisa Anda betulkan dengan membalasnya atau hapus dengan `tidak`. { $voice_first ->
            [desk] Terapis melihatnya lebih dulu.
           *[room] Hasilnya langsung tampil di ruang ini.
        } Untuk mengakhirinya: `{ $prefix }batal-setuju suara`.
    }
    - { $offers ->
        [1] Setelah terapis mengetik `{ $prefix }bicara`, saya kadang membaca percakapan tanpa diminta, untuk memberi ide kepada terapis. Hanya terapis yang melihat ide itu.
       *[0] { $reader ->
            [1] Selain untuk pembaca kedua itu, tulisan di sini hanya saya pakai kalau ada yang bertanya kepada saya.
           *[0] Tulisan di sini hanya saya pakai kalau ada yang bertanya kepada saya.
        }
    }{ $where ->
        [none] {""}
       *[model] {" "}Kalau terapis mengaktifkan terjemahan langsung, saya katakan itu di sini; sejak itu setiap pesan dikirim ke model, satu per satu, untuk diterjemahkan.
    }
    - { $watched ->
        [0] Semua yang hadir di sini perlu setuju dulu.
       *[other] Ikut hadir tanpa menulis, jadi tidak perlu setuju: { $observers }.
    }
    - Persetujuan Anda berlaku { $days } hari, atau sampai Anda keluar, atau sampai isi keterangan ini berubah. `{ $prefix }batal-setuju` langsung mengakhirinya dan menghapus tulisan Anda dari simpanan saya.
    - Boleh bilang tidak, tanpa alasan dan tanpa akibat apa pun: `{ $prefix }tolak`, juga di ruang pribadi kita. Di sini saya tidak menyebut siapa yang belum setuju, menolak, atau membatalkan persetujuannya; hanya terapis yang tahu.{ $leaves_out ->
        [1] {" "}Sesi boleh dimulai tanpa orang yang sedang tidak ada dan belum menjawab: tulisannya tidak disimpan dan tidak dikirim sampai orang itu setuju; kata bahaya tetap dicocokkan, seperti untuk semua.
       *[0] {""}
    }
    - Terapis bisa melihat tulisan saya sebelum Anda, juga di ruang pribadi Anda dengan saya, dan boleh mengubah atau menahannya.{ $minor ->
        [1] {"\u000A"}- Ada anak di bawah umur yang ikut: walinya juga perlu setuju. Wali tidak pernah saya beri tahu tentang kata bahaya atau alarm.
       *[0] {""}
    }
    - { $controller ->
        [none] Yang bertanggung jawab atas data Anda adalah klinik yang menjalankan bot ini; untuk mengadu, tanyakan alamatnya kepada terapis.
       *[other] Yang bertanggung jawab atas data Anda: { $controller }.{ $contact ->
            [none] {" "}Untuk mengadu, tanyakan alamatnya kepada terapis.
           *[other] {" "}Pertanyaan dan pengaduan: { $contact }.
        }
    } Mengadu ke lembaga pelindungan data di negara Anda juga boleh.
    - Siapa pun boleh menghentikan saya: ketik `{ $prefix }berhenti`.

## Persetujuan

agree-done =
    { $what ->
        [listen] Terima kasih. Saya boleh ikut membaca, tetapi tulisan Anda tidak dikirim ke model.
        [model] Terima kasih. Tulisan Anda boleh dikirim ke model.
        [voice] Terima kasih. Pesan suara Anda boleh dituliskan. Kalau ada yang salah dengar, balas dengan kata-kata Anda sendiri, atau `tidak`.
       *[both] Terima kasih, sudah dicatat.
    } { $then ->
        [waiting] Belum semua setuju. { agree-undo }
        [ready] Semua sudah setuju. Terapis bisa mengetik `{ $prefix }dengarkan`.
       *[on] { agree-undo }
    }
agree-undo = { $what ->
        [voice] Boleh dibatalkan kapan saja: `{ $prefix }batal-setuju suara`.
       *[other] Boleh dibatalkan kapan saja: `{ $prefix }batal-setuju`.
    }
agree-old-card = Kartu itu sudah tidak berlaku karena isinya berubah. Silakan baca kartu yang terbaru, lalu balas kartu itu dengan `setuju`.
agree-again = Persetujuan ini belum bisa saya hitung: kartu yang berlaku sekarang belum sampai ke perangkat Anda. Silakan baca kartu terbaru di sini, lalu balas dengan `setuju` atau ketik `{ $prefix }setuju`.
agree-type = Dari aplikasi Anda, saya tidak bisa memastikan pesan mana yang dibalas, jadi ini belum bisa saya hitung. Silakan ketik `{ $prefix }setuju`.
agree-which = Ketik `{ $prefix }setuju` untuk keduanya, atau `{ $prefix }setuju dengar` atau `{ $prefix }setuju model` untuk salah satunya.{ $voice ->
        [none] {""}
       *[here] {" "}Pesan suara disetujui terpisah: `{ $prefix }setuju suara`.
    }
agree-sure = Supaya jelas: `setuju` atau `tidak`? Dua-duanya tidak apa-apa.
no-stands = Jawaban “tidak” dari Anda berlaku untuk sesi ini, dan itu tidak apa-apa: tidak perlu dijawab lagi. Kalau nanti berubah pikiran, ketik `{ $prefix }setuju` setelah sesi selesai atau setelah { $hours } jam.
decline-done = Tidak apa-apa, dan tidak perlu alasan. AI tetap nonaktif, dan tidak ada tulisan Anda yang saya simpan. Di sesi ini Anda tidak akan ditanya lagi.
withdraw-done = Selesai. Persetujuan Anda dibatalkan, dan tulisan Anda sudah saya hapus dari simpanan. Kalau mau setuju lagi: `{ $prefix }setuju`.
withdraw-voice-done = Sudah. Pesan suara Anda tidak dituliskan lagi, dan hasil tulisannya dihapus. Yang lain tetap seperti semula.
withdraw-voice-nothing = Pesan suara Anda memang tidak dituliskan di sini: Anda belum menyetujuinya. Kalau mau: `{ $prefix }setuju suara`.
withdraw-nothing = Belum ada persetujuan dari Anda, dan tidak ada tulisan Anda yang saya simpan. Kalau mau setuju: `{ $prefix }setuju`.

## Aktif dan nonaktif

listen-on = AI aktif: saya ikut membaca dan menjawab kalau diminta. Siapa pun boleh mengetik `{ $prefix }berhenti`.
speak-on = AI aktif: saya ikut membaca, menjawab kalau diminta, dan kadang memberi ide untuk terapis. Siapa pun boleh mengetik `{ $prefix }berhenti`.
speak-never = Menurut aturan ruang ini, saya tidak boleh memberi ide tanpa diminta. `{ $prefix }dengarkan` tetap bisa.
speak-unable = Saya belum bisa memberi ide tanpa diminta: ruang ini tidak punya model bahasa. `{ $prefix }dengarkan` tetap bisa.
disclosure = Sekadar mengingatkan: saya AI, bukan terapis dan bukan manusia. Saya bisa keliru. Siapa pun boleh mengetik `{ $prefix }berhenti`; penjelasan lengkapnya: `{ $prefix }privasi`.
in-the-room = Itu hanya berlaku di ruang sesi, supaya semua orang bisa melihatnya. Silakan ketik di sana.
at-the-desk = Itu hanya bisa di meja terapis, yang tidak dibaca klien. Silakan ketik di sana.
are-you-ai = Saya AI, sebuah program komputer. Saya bukan manusia dan bukan terapis, dan saya bisa keliru. Kalau mau bicara dengan manusia, silakan tulis kepada terapis di ruang sesi.
listen-needs = Belum bisa: belum semua setuju. Masing-masing boleh membalas kartu dengan `setuju` atau `tidak`, kapan saja. Dua-duanya tidak apa-apa.
listen-needs-desk =
    Belum bisa. { $people ->
        [none] {""}
       *[other] Yang belum setuju: { $people }. Di ruang sesi saya tidak menyebut nama; mohon jangan ditanyakan di depan orang lain.
    }{ $guardian ->
        [1] {" "}Ada anak di bawah umur, dan persetujuan walinya belum ada: operator bisa mencatatnya di berkas ruang ini (`guardian`).
       *[0] {""}
    }{ $without ->
        [1] {" "}Kalau mau mulai tanpa yang sedang tidak ada, ketik `{ $prefix }dengarkan tanpa` di sini: tulisan mereka tidak disimpan dan tidak dikirim sampai mereka setuju.
       *[0] {""}
    }
listen-without = AI aktif, tanpa: { $people }. Tulisan mereka tidak disimpan dan tidak dikirim ke model sampai mereka setuju; kata bahaya tetap dicocokkan, seperti untuk semua. Mereka tetap bisa membaca isi ruang ini.
without-never = Menurut aturan ruang ini, saya baru mulai setelah semua setuju.
without-refused = Tidak bisa tanpa { $people }: menjawab “tidak” atau membatalkan persetujuan itu jawaban, bukan sedang tidak ada. Selama mereka ada di ruang, AI tetap nonaktif di sesi ini.
without-nobody = Kalau begitu tidak ada klien yang ikut di sesi ini. Mohon tunggu sampai ada yang setuju.
listen-already = Saya sudah aktif. Ketik `{ $prefix }status` untuk melihat keadaannya.
listen-never = Menurut aturan ruang ini, AI tetap nonaktif. Glosarium tetap bisa dipakai: `{ $prefix }jelaskan ruminasi`.
type-again = Saat Anda mengetik ini, saya sedang terputus. Silakan ketik sekali lagi.
two-texts = Pesan ini tampil berbeda di aplikasi yang berbeda, jadi tidak saya jalankan. Silakan ketik sekali lagi, tanpa huruf tebal, miring, atau gaya lain.
edited-meanwhile = Pesan ini sudah diubah, jadi tidak saya jalankan. Silakan ketik sekali lagi sebagai pesan baru.
unreadable = Pesan ini tidak bisa saya baca: kuncinya belum sampai. Kalau pesannya untuk saya, silakan kirim sekali lagi.
send-again = Ini baru sekarang bisa saya baca, jadi belum saya jalankan. Silakan ketik sekali lagi.
off-already = AI sudah nonaktif. Terapis bisa mengaktifkannya dengan `{ $prefix }dengarkan`.
floor-off = AI nonaktif. Mulai sekarang saya tidak menyimpan apa pun. Terapis bisa mengaktifkan lagi dengan `{ $prefix }dengarkan`.
desk-no = AI tetap nonaktif: { $people } menjawab “tidak” atau membatalkan persetujuannya. Itu haknya, dan tidak perlu alasan. Ruang sesi tidak tahu siapa orangnya; mohon jangan dibicarakan di depan orang lain.
floor-off-newcomer = AI nonaktif: { $person } baru bergabung. Setelah semua setuju, AI bisa diaktifkan lagi dengan `{ $prefix }dengarkan`.
floor-off-changed = AI nonaktif: orang atau aturan di ruang ini berubah. Silakan baca kartunya, dan setujui lagi kalau diminta.
floor-off-therapist-left = AI nonaktif: { $person } keluar dari ruang ini. Terapis bisa mengaktifkannya lagi dengan `{ $prefix }dengarkan`.
desk-floor-off-left = AI nonaktif: { $person } keluar atau dikeluarkan dari ruang sesi. Kartu yang masih terbuka tidak berlaku lagi. Untuk lanjut dengan yang ada, ketik `{ $prefix }dengarkan`.
desk-floor-off-newcomer = AI nonaktif: { $person } baru bergabung di ruang sesi dan sudah menerima kartu persetujuan. Kartu yang masih terbuka tidak berlaku lagi. Setelah semua setuju, ketik `{ $prefix }dengarkan`.
desk-floor-off-changed = AI nonaktif: ada yang masuk atau keluar dari ruang sesi saat saya tidak melihat. Ketik `{ $prefix }status` untuk melihat siapa yang ada dan siapa yang sudah setuju, lalu `{ $prefix }dengarkan`.
floor-off-expired = AI nonaktif: masa berlaku sebuah persetujuan sudah habis, itu biasa. Yang mau lanjut bisa membalas kartu dengan `setuju`; setelah itu terapis bisa mengaktifkan AI lagi.
desk-floor-off-expired = AI nonaktif. Persetujuan yang sudah habis masa berlakunya: { $people }. Di ruang sesi saya tidak menyebut nama.
floor-off-idle = AI nonaktif: sudah { $minutes } menit tidak ada yang menulis. Terapis bisa mengaktifkannya dengan `{ $prefix }dengarkan`.
floor-off-absence = AI nonaktif: sudah { $minutes } menit terapis tidak menulis. Terapis bisa mengaktifkannya dengan `{ $prefix }dengarkan`.
floor-off-unread = AI nonaktif: ada sesuatu di sini yang tidak bisa saya baca, mungkin permintaan berhenti. Terapis bisa mengaktifkan saya dengan `{ $prefix }dengarkan`.
floor-off-away = AI nonaktif: saya terputus { $since }–{ $until } dan tidak membaca apa-apa. Terapis bisa mengaktifkan saya dengan `{ $prefix }dengarkan`.

## Ruang

room-not-encrypted = Ruang ini tidak terenkripsi, jadi saya tidak bisa ikut. Silakan buat ruang tertutup yang terenkripsi, lalu undang saya ke sana.
room-public = Siapa pun bisa masuk ke ruang ini, jadi saya tidak bisa ikut. Silakan ubah menjadi “hanya dengan undangan”, lalu undang saya lagi.
room-other-account = Klinik menyerahkan ruang ini kepada { $account }, jadi saya tidak ikut. Silakan undang akun itu.
room-history = Orang baru bisa membaca obrolan dari sebelum mereka datang, jadi saya tetap nonaktif dan persetujuan belum dihitung. Di Element: Pengaturan Ruangan, “Keamanan & Privasi”, “Siapa yang dapat membaca riwayat?”, “Anggota sejak diundang”, atau “Anggota saja (sejak mereka bergabung)” kalau diminta klinik. Setelah itu saya mulai sendiri.
room-alone = Di sini baru ada Anda dan saya, jadi ini belum menjadi sesi. Silakan undang orang yang akan ikut: sesi dimulai saat orang pertama datang. Untuk memulai di ruang lain, undang saya ke sana.
room-alone-history = Di sini hanya ada Anda dan saya, jadi ini bukan sesi. Untuk sesi, silakan buat ruang terenkripsi dengan riwayat “Anggota sejak diundang”, lalu undang saya dan orang yang akan ikut.
room-replaced = Ruang ini sudah diganti dengan ruang baru, jadi di sini AI nonaktif untuk seterusnya. Terapis bisa mengundang saya ke ruang baru; di sana semua ditanya lagi dari awal.
desk-replaced = Meja ini ditutup: ruang sesinya sudah diganti. { $alarms ->
        [0] Perintah di sini tidak berlaku lagi.
       *[1] Hanya `{ $prefix }tanggapi` yang masih berlaku di sini.
    } Silakan undang saya ke ruang yang baru: nanti ada meja barunya sendiri.
room-no-policy = Ruang ini belum ada dalam aturan klinik, jadi saya tidak bisa ikut. Silakan minta operator menambahkannya, lalu undang saya lagi.

## Jawaban

answer =
    { answer-label }

    { $answer }{ $cut ->
        [1]
        {"\u000A\u000A"}_Aslinya lebih panjang, saya potong di sini._
       *[0] {""}
    }{ $task ->
        [express]
        {"\u000A\u000A"}_Pakai salah satu, ubah, atau abaikan. Saya tidak mengirim apa-apa atas nama Anda._
       *[other] {""}
    }{ $human ->
        [1]
        {"\u000A\u000A"}_Kalau mau bicara dengan manusia, hubungi terapis di sini atau telepon klinik._
       *[0] {""}
    }
answer-live =
    { $answer }{ $cut ->
        [1]
        {"\u000A"}_Aslinya lebih panjang, saya potong di sini._
       *[0] {""}
    }{ $human ->
        [1]
        {"\u000A"}_Kalau mau bicara dengan manusia, hubungi terapis di sini atau telepon klinik._
       *[0] {""}
    }
    _— terjemahan AI, { $checked ->
        [no] belum diperiksa
        [edited] disunting { $person }
       *[yes] disetujui { $person }
    }{ $source ->
        [second] {" "}· “{ $backend }”
       *[model] {""}
    }_
answer-voice =
    Suara, dituliskan oleh mesin: { $answer }

    _{ $checked ->
        [no] Belum diperiksa; mesin bisa salah dengar.
        [edited] Dibetulkan oleh { $person }.
       *[yes] Sudah dilihat { $person }; mesin bisa salah dengar.
    } Ini kata-kata Anda? Balas dengan yang benar, atau `tidak` untuk menghapusnya._
answer-voice-own =
    Suara, dengan kata-kata pembicara sendiri: { $answer }
answer-label =
    { $source ->
        [embedded] _Kalimat bawaan, tanpa model AI{ $checked ->
            [no] {""}
            [edited] {" "}· disunting dan disetujui { $person }
           *[yes] {" "}· disetujui { $person }
        }_
       *[model] _AI · { $checked ->
            [no] belum diperiksa terapis
            [edited] disunting dan disetujui { $person }
           *[yes] disetujui { $person }
        }{ $source ->
            [second] {" "}· “{ $backend }”
           *[model] {""}
        }_
    }
answer-dropped = Pesan yang ditanyakan sudah berubah, jadi jawabannya saya batalkan. Silakan tanya lagi.
glossary-answer =
    _{ $whose ->
        [clinic] Glosarium klinik
        [both] Dari glosarium (teks klinik ini dan teks Third Chair sendiri, yang belum diperiksa klinisi)
        [both-signed] Dari glosarium (teks klinik ini dan teks Third Chair sendiri, diperiksa { $reviewed })
        [signed] Dari glosarium (teks Third Chair sendiri, diperiksa { $reviewed })
       *[built-in] Dari glosarium (teks Third Chair sendiri, belum diperiksa klinisi)
    }, bukan AI_

    { $entries }{ $more ->
        [1]
        {"\u000A"}Untuk kata lain di pesan itu: `{ $prefix }jelaskan` lalu katanya.
       *[0] {""}
    }
glossary-entry =
    __{ $term }__: { $plain }
    _Contoh:_ { $example }{ $source ->
        [none] {""}
       *[other] {"\u000A"}_Sumber:_ { $source }
    }

## Tanggapan atas jawaban

follow-gone = Dasar jawaban itu sudah berubah atau sudah tidak ada, jadi tidak bisa saya jelaskan dengan cara lain. Silakan ketik lagi perintahnya.
follow-glossary = Hanya itu yang ada di glosarium saya, dan di sini tidak ada model bahasa. Terapis Anda bisa menjelaskan lebih jauh.

## Yang belum ada

explain-what = Apa yang mau dijelaskan? Ketik `{ $prefix }jelaskan ruminasi`, atau balas sebuah pesan dengan `{ $prefix }jelaskan`.
explain-unknown =
    { $some ->
        [0] Istilah itu tidak ada di glosarium saya, dan di sini tidak ada model bahasa. Operator bisa memasangnya di mesin ini.
       *[other] Istilah itu tidak ada di glosarium saya. Maksudnya: { $near }? Untuk yang lain, operator bisa memasang model bahasa.
    }
translate-what = Apa yang mau diterjemahkan? Ketik `{ $prefix }terjemahkan inggris selamat pagi`, atau balas sebuah pesan dengan `{ $prefix }terjemahkan`.
express-what = Ketik isi hati Anda apa adanya di belakangnya, misalnya `{ $prefix }ungkapkan aku capek banget`. Anda sendiri yang memilih, mau dipakai atau tidak.
ask-what = Ketik pertanyaannya di belakang perintah, misalnya `{ $prefix }tanya apa yang tadi kita sepakati?`
about-unseen = Pesan itu tidak bisa saya pakai: berupa gambar, rekaman, atau berkas, ditulis saat saya nonaktif atau sebelum penulisnya setuju, atau sudah terlalu lama. Anda bisa menyalin isinya di belakang perintah.
which-words = Dari aplikasi Anda, saya tidak bisa memastikan pesan mana yang dibalas. Silakan ketik sebagai pesan baru, bukan balasan, beserta isinya: `{ $prefix }{ $name } …`.
which-answer =
    Dari aplikasi Anda, saya tidak bisa memastikan jawaban mana yang dibalas. Silakan sebut kodenya:
    { $answers }
which-answer-line = `{ $prefix }{ $name } { $code }` ({ $time })
too-long = Itu terlalu panjang untuk saya. Paling banyak { $most } karakter, ya.
help-what = Tidak ada perintah dengan nama itu. Ketik `{ $prefix }bantuan` untuk melihat yang bisa dipakai.
type-exactly = Saya tidak yakin ini untuk saya. Silakan ketik persis seperti ini: `{ $prefix }{ $near }`.
take-back-which = Yang mana maksudnya? `{ $prefix }batal-setuju` membatalkan persetujuan Anda; `{ $prefix }hapus`, sebagai balasan, menghapus pesan AI (khusus terapis). Belum ada yang berubah: silakan ketik salah satunya.
unknown-command =
    { $near ->
        [none] Saya tidak kenal perintah itu. Ketik `{ $prefix }bantuan` untuk melihat yang bisa dipakai.
       *[other] Saya tidak kenal perintah itu. Maksudnya `{ $prefix }{ $near }`? Ketik `{ $prefix }bantuan` untuk melihat semuanya.
    }

## Belum bisa, atau bukan untuk Anda

needs-listen = Itu baru bisa kalau AI aktif. Terapis bisa mengaktifkannya dengan `{ $prefix }dengarkan`.
needs-model = Untuk itu tulisan Anda perlu dikirim ke model, dan itu butuh persetujuan sendiri: `{ $prefix }setuju model`. Kalau tidak mau, yang tanpa model tetap bisa: `{ $prefix }jelaskan ruminasi`.
not-permitted = Di sini hanya terapis yang bisa memakainya. Ketik `{ $prefix }bantuan` untuk melihat yang bisa dipakai.
not-here = Perintah ini tidak dipakai di ruang ini. Ketik `{ $prefix }bantuan` untuk melihat yang bisa dipakai.
verify-first = Saya belum yakin perangkat ini milik Anda. Silakan verifikasi di aplikasi (Pengaturan: Enkripsi, Perangkat, atau Keamanan), lalu ketik lagi. `{ $prefix }berhenti` selalu bisa dipakai.
verify-bot = Saya program, jadi tidak bisa mencocokkan emoji dengan Anda. Untuk memastikan bahwa ini benar saya, tanyakan kepada klinik kode sidik jari saya (fingerprint) dan cara mencocokkannya: Element di komputer menampilkannya. Tanpa itu pun semuanya tetap berjalan.
identity-changed = Identitas keamanan akun Anda berbeda dari yang saya kenal. Kalau Anda sendiri yang mengatur ulang, beri tahu klinik supaya operator bisa memastikannya; kalau bukan, beri tahu klinik sekarang juga. `{ $prefix }berhenti` selalu bisa dipakai.

## Bila model tidak menjawab

trouble-busy = Model sedang sibuk. Silakan coba lagi sebentar lagi.
trouble-refused = Server model menolak kiriman saya. Mencoba lagi tidak akan membantu; mohon beri tahu operator.
trouble-down = Server model tidak menjawab. Silakan coba lagi nanti, dan beri tahu operator kalau tetap begitu.
trouble-slow = Model terlalu lama menjawab, jadi saya berhenti menunggu. Silakan coba lagi, mungkin dengan tulisan yang lebih pendek.
trouble-empty = Jawaban model tidak ada yang bisa ditampilkan. Silakan coba lagi; kalau Anda menulis sesuatu, coba dengan kata lain.
trouble-cut = Jawaban model terputus di tengah, jadi tidak saya tampilkan. Silakan minta lebih sedikit sekaligus, atau beri tahu operator.
trouble-declined = Model tidak mau menjawab ini. Mungkin bisa dengan kata lain.
trouble-filtered = Ini ditahan oleh penyaring di server model. Mungkin bisa dengan kata lain.
trouble-long = Ini terlalu banyak untuk dibaca model sekaligus. Silakan minta lebih sedikit, atau beri tahu operator.
trouble-spent = Kuota klinik di server model sudah habis. Mohon beri tahu operator.
held-back = { $task ->
    [explain] Sebuah penjelasan
   *[translate] Sebuah terjemahan
    } tidak ditampilkan: { $why ->
    [refused] model menolak, atau malah menjawab pesannya
    [tongue] bahasanya bukan yang diminta
    [shape] panjangnya tidak sesuai teksnya, atau paragrafnya berbeda
    [turned] isinya membantah bahaya yang tidak dibantah teksnya, atau sebaliknya
    [long] jauh lebih panjang daripada teksnya
    [echo] teksnya masih ada di dalamnya, belum diterjemahkan
    [same] isinya hanya mengulang teksnya
    [rules] isinya mengulang perintah untuk model
    [ours] bentuknya seperti baris saya sendiri
    [loop] isinya beberapa kata yang sama, diulang-ulang
    [term] istilahnya tidak disebut
    [failed] model tidak memberi jawaban
   *[empty] tidak ada isinya yang bisa dibaca
    }. Yang meminta hanya tahu bahwa tidak ada yang bisa ditampilkan. Kalau sering terjadi, operator bisa memeriksa modelnya.
not-served = Model di ruang ini tidak disiapkan untuk itu, jadi tidak ada yang saya kirim. Perintah lain tetap bisa; operator bisa mengizinkan yang ini, atau menambah model untuknya.
translate-unable = Saya tidak bisa menerjemahkan: ruang ini tidak punya model bahasa. Operator bisa memasangnya di mesin ini.
ask-unable = Saya tidak bisa menjawab pertanyaan: ruang ini tidak punya model bahasa. Operator bisa memasangnya di mesin ini.
explain-unable = Istilah itu tidak ada di glosarium saya, dan di sini tidak ada model bahasa. Operator bisa memasangnya di mesin ini.
express-unable =
    Saya tidak bisa mengatakannya dengan cara lain tanpa menambah-nambahi.
    Apakah rasanya seperti salah satu dari ini? { $choices }
    Kalau ya, ketik misalnya `{ $prefix }ungkapkan aku { $first } kalau ...`. Atau sampaikan apa adanya kepada terapis: itu sudah cukup.
express-to-person = Ini sebaiknya didengar manusia, bukan saya. Tidak perlu kata yang lebih bagus: sampaikan saja kepada { $people }, atau kepada orang yang Anda percaya, persis seperti yang Anda tulis.

## Bantuan

help =
    __Yang bisa Anda ketik di sini__
    { $commands }
    `{ $prefix }bantuan jelaskan` menjelaskan satu perintah{ $whole ->
        [1] .
       *[0] , `{ $prefix }bantuan semua` menampilkan sisanya.
    }
help-help = `{ $prefix }bantuan`: yang bisa dilakukan sekarang
    .more = `{ $prefix }bantuan` menampilkan yang bisa Anda lakukan sekarang, `{ $prefix }bantuan semua` menampilkan semuanya. `{ $prefix }bantuan jelaskan` menjelaskan satu perintah.
help-status = `{ $prefix }status`: AI aktif atau tidak, sudah setuju semua atau belum, tulisan dikirim ke mana
    .more = `{ $prefix }status` menunjukkan apakah AI aktif, apakah semua sudah setuju (di meja terapis: siapa untuk apa), model apa yang dipakai, dan berapa banyak yang saya simpan.
help-policy = `{ $prefix }kebijakan`: aturan ruang ini
    .more = `{ $prefix }kebijakan` menunjukkan setiap aturan ruang ini dan berkas asalnya.
help-privacy = `{ $prefix }privasi`: apa yang saya lakukan dengan tulisan Anda
    .more = `{ $prefix }privasi` menjelaskan lengkap apa yang saya simpan, berapa lama, dan tulisan dikirim ke mana.
help-agree = `{ $prefix }setuju`: ya, untuk diri sendiri
    .more = `{ $prefix }setuju` berarti setuju dua-duanya: saya ikut membaca, dan tulisan Anda boleh dikirim ke model. `{ $prefix }setuju dengar` atau `{ $prefix }setuju model` untuk salah satunya; `{ $prefix }setuju suara`, kalau kartunya menyebut pesan suara, supaya pesan suara Anda dituliskan. Berlaku untuk diri Anda saja.
help-decline = `{ $prefix }tolak`: tidak, untuk diri sendiri
    .more = `{ $prefix }tolak`, atau balas kartu dengan `tidak`, berarti tidak, di sini atau di ruang pribadi kita. AI tetap nonaktif, hanya terapis yang tahu siapa, dan itu berlaku untuk sesi ini. Tidak perlu alasan.
help-withdraw = `{ $prefix }batal-setuju`: batalkan persetujuan
    .more = `{ $prefix }batal-setuju` membatalkan persetujuan Anda. AI langsung nonaktif dan tulisan Anda langsung dihapus dari simpanan saya. `{ $prefix }batal-setuju suara` hanya menghentikan penulisan pesan suara. Tidak perlu izin siapa pun.
help-stop = `{ $prefix }berhenti`: hentikan AI sekarang juga
    .more = `{ $prefix }berhenti` menghentikan AI sekarang juga, bahkan di tengah jawaban. Siapa pun boleh. Membalas saya dengan kata `berhenti` juga cukup.
help-listen = `{ $prefix }dengarkan`: aktifkan AI
    .more = `{ $prefix }dengarkan` mengaktifkan AI setelah semua setuju. AI ikut membaca dan menjawab kalau diminta. Mengetiknya berarti Anda sendiri juga setuju.
help-off = `{ $prefix }matikan`: nonaktifkan AI
    .more = `{ $prefix }matikan` membuat AI nonaktif: tidak menyimpan apa pun dan tidak bertanya ke model.
help-explain = `{ $prefix }jelaskan ruminasi`: arti istilah dengan bahasa sederhana
    .more = `{ $prefix }jelaskan ruminasi` menjelaskan istilah dengan bahasa sederhana, pertama-tama dari glosarium. Kalau membalas pesan, yang dijelaskan istilah di pesan itu. Bisa juga sebut nama saya lalu tanya: apa itu ruminasi? Masih sulit? Balas jawaban saya dengan `lebih sederhana`, `lebih singkat`, `contohnya`, atau `nggak ngerti`.
help-translate = `{ $prefix }terjemahkan inggris selamat pagi`: terjemahkan
    .more = `{ $prefix }terjemahkan inggris selamat pagi` menerjemahkan ke bahasa yang Anda sebut. Balas sebuah pesan dengan `{ $prefix }terjemahkan` untuk menerjemahkan pesan itu. Terapis bisa mengetik `{ $prefix }terjemahkan otomatis id en`: setiap pesan diterjemahkan begitu ditulis, sampai `{ $prefix }terjemahkan otomatis berhenti`.
help-express = `{ $prefix }ungkapkan aku capek banget`: cari kata yang pas
    .more = `{ $prefix }ungkapkan` lalu isi hati Anda apa adanya: saya tawarkan dua atau tiga cara mengatakannya, dengan gaya bahasa Anda. Pilih, ubah, atau abaikan. Balas `lebih sederhana` atau `lebih singkat` kalau mau yang lain.
help-ask = `{ $prefix }tanya apa yang tadi kita sepakati?`: tanya tentang isi percakapan
    .more = `{ $prefix }tanya` lalu pertanyaannya: saya menjawab hanya dari pesan-pesan terakhir. Menyebut nama saya lalu bertanya juga bisa.

## Keadaan

status =
    __AI: { $floor ->
        [listen] aktif (ikut membaca, menjawab kalau diminta)
        [speak] aktif (boleh juga memberi ide tanpa diminta)
       *[off] nonaktif
    }{ $frozen ->
        [1] {""}: dihentikan sementara oleh operator klinik, karena ada yang sedang diperiksa
       *[0] {""}
    }__
    { $named ->
        [1]
        Setuju saya ikut membaca: { $readers ->
            [0] belum ada
           *[other] { $listen }
        }
        Setuju tulisannya ke model: { $senders ->
            [0] belum ada
           *[other] { $model }
        }{ $waiting ->
            [0] {""}
           *[other]
            {"\u000A"}Belum: { $open }
        }
       *[0] { $waiting ->
            [0] Semua sudah setuju.
           *[other] Belum semua setuju.
        }
    }
    Model: { $where ->
        [none] tidak ada, tulisan tetap di bot ini
        [here] “{ $backend }” di mesin ini
        [network] “{ $backend }” di jaringan klinik sendiri
       *[remote] “{ $backend }” di luar klinik{ $signed ->
            [1] , dengan perjanjian dengan { $party }
           *[0] , tanpa perjanjian
        }; nama diganti dulu
    }{ $second ->
        [1]
        {"\u000A"}Kalau bermasalah atau tidak boleh: { $other_where ->
            [demo] “{ $other }” di mesin ini
            [here] “{ $other }” di mesin ini
            [network] “{ $other }” di jaringan klinik sendiri
           *[remote] “{ $other }” di luar klinik{ $other_signed ->
                [1] , dengan perjanjian dengan { $other_party }
               *[0] , tanpa perjanjian
            }; nama diganti dulu, untuk keduanya
        }
       *[0] {""}
    }
    Jawaban AI: { $checked ->
        [never] tidak pernah tampil di ruang ini
        [simulated] simulasi, hanya terlihat oleh terapis
        [all] dilihat terapis dulu
       *[asked] langsung tampil kalau diminta; selain itu dilihat terapis dulu
    }{ $drafts ->
        [none] {""}
       *[other] {" "}(menunggu di meja terapis: { $drafts })
    }{ $reader ->
        [1]
        {"\u000A"}Pembaca kedua untuk tanda bahaya: sebuah model, selain daftar kata (ditanya { $watched }, tanpa jawaban jelas { $unclear }; { $read } token hari ini)
       *[0] {""}
    }{ $ideas ->
        [1]
        {"\u000A"}Ide tanpa diminta untuk terapis: { $offers } dari paling banyak { $most }; sudah memakai { $spent } dari { $tokens } token
       *[0] {""}
    }{ $interpreting ->
        [none] {""}
       *[other]
        {"\u000A"}Terjemahan langsung: { $interpreting }, { $live ->
            [once] langsung tampil
            [cards] dilihat terapis dulu
           *[never] hanya untuk terapis
        }
    }{ $budget ->
        [none] {""}
       *[other]
        {"\u000A"}Pertanyaan ke model hari ini: { $room_requests } dari { $room_most_requests } kali, { $room_tokens } dari { $room_most_tokens } token{ $budget ->
            [own] ; di antaranya dari Anda: { $own_requests } dari { $own_most_requests } kali, { $own_tokens } dari { $own_most_tokens } token
           *[room] {""}
        }
    }
    Pesan terakhir yang disimpan: { $lines } dari paling banyak { $messages }, selama { $minutes } menit{ $kept ->
        [0] {""}
       *[other] ; untuk ringkasan atau catatan { $kept } pesan, selama { $hours } jam
    }
policy =
    __Aturan ruang ini__ ({ $sha })
    { $rules }
policy-line = { $rule }: { $value } _({ $origin })_

## Meja terapis

approval-about =
    { $at ->
        [none] {""}
       *[other] Permintaan pukul { $at } ·{" "}
    }
approval-waits =
    { approval-about }{ $posts ->
        [no] Tulisan AI tidak boleh tampil di ruang ini, jadi jawabannya hanya dikirim ke { $people }.
       *[yes] { $own ->
            [1] Jawabannya masuk ke meja terapis dulu.
           *[0] { $people } akan melihatnya dulu.
        }
    }
approval-asked-again =
    { approval-about }Pesannya diubah, jadi saya tanyakan lagi. { $own ->
        [1] Jawabannya masuk ke meja terapis dulu.
       *[0] { $people } akan melihatnya dulu.
    }
approval-let-out = { approval-about }Sudah dilihat, dan dikirim.
approval-not-let-out =
    { approval-about }{ $own ->
        [1] Tidak dikirim.
       *[0] Tidak dikirim. Silakan tanya { $people }, atau tanya saya lagi.
    }
approval-taken-back = { approval-about }Sudah dikirim, lalu dihapus lagi. Mohon jangan dijadikan pegangan.
outcome-held-back =
    __{ $code }__ tidak jadi terkirim, walaupun sudah Anda izinkan: { $why ->
        [floor-off] AI sudah dinonaktifkan lebih dulu.
       *[withdrawn] dasarnya sudah tidak ada.
    } Tidak ada yang sempat membacanya.
desk-agreed = Semua sudah setuju. Anda bisa mengetik `{ $prefix }dengarkan`.
desk-greeting =
    __Ini meja terapis.__ Di sini hanya ada terapis dan saya. { $posts ->
        [no] Tulisan AI hanya tampil di sini; di ruang sesi tidak boleh.
       *[yes] Sebelum AI menulis di ruang sesi, saya tunjukkan dulu di sini.
    }
    Balas kartunya: `ya` untuk mengirim, `tidak` untuk membatalkan, atau tulis kalimat Anda sendiri (paling sedikit empat kata), yang saya tunjukkan sekali lagi. Kalau hanya satu kartu yang menunggu, cukup ketik `ya`; kalau lebih dari satu, `ya K1`.
    Semua perintah juga bisa diketik di sini, tanpa terlihat klien: `{ $prefix }bantuan`.
desk-shared-how = __Meja ini dipakai bersama oleh beberapa ruang__, jadi setiap baris diawali kode ruangnya. Balas baris yang Anda maksud, atau tulis kodenya di akhir: `ya K1 { $code }`. `ya` saja hanya bisa kalau dari semua ruang cuma ada satu kartu yang menunggu.
desk-shared-closed = Meja ini ditutup: ruangnya sekarang memakai satu meja bersama ruang lain dengan terapis yang sama. Yang masih menunggu di sini muncul di sana.
desk-shared-left = Ruang ini sudah pindah dari meja ini. Tulisan saya tentang ruang ini sudah saya hapus di sini; yang masih menunggu muncul di mejanya yang sekarang.
desk-which-room =
    Ini untuk ruang yang mana? Belum ada yang terjadi. Silakan balas salah satu baris dari ruang itu, atau tulis kodenya di akhir: `ya K1 { $code }`.
    { $open ->
        [0] Sekarang tidak ada yang menunggu di sini.
       *[1] Yang menunggu di sini:
    }
    { $rooms }
desk-room-line = - `{ $room }`: { $codes }
card-draft =
    { $heading }

    { $answer }{ $cut ->
        [1] {" "}…
       *[0] {""}
    }

    { $doubt ->
        [medication] __Mohon dicek dua kali: ini menyebut obat atau dosis.__{"\u000A"}
        [diagnosis] __Mohon dicek dua kali: ini sepertinya menyebut diagnosis.__{"\u000A"}
        [risk] __Mohon dicek dua kali: ini sepertinya menilai seberapa besar bahayanya.__{"\u000A"}
        [danger] __Mohon dibaca pelan-pelan: kata-kata ini mungkin menandakan bahaya.__{"\u000A"}
        [placeholder] __Ada penanda nama yang bukan siapa-siapa di sini, jadi tidak bisa dikirim begitu saja. Silakan balas dengan kalimat Anda sendiri.__{"\u000A"}
       *[none] {""}
    }{ $edited ->
        [1] Kalimat terapis.{" "}
       *[0] { $source ->
            [embedded] Kalimat bawaan, tanpa model.{" "}
           *[model] {""}
        }
    }{ $posts ->
        [never] Menurut aturan, tulisan AI tidak boleh tampil di ruang sesi: sampaikan dengan kata-kata Anda sendiri. `tidak` untuk membatalkan.
        [simulated] __SIMULASI__: tidak ada yang dikirim. `ya`, `tidak`, atau kalimat Anda sendiri?
       *[yes] `ya`, `tidak`, atau kalimat Anda sendiri?
    }{ $newer ->
        [0] {""}
       *[other] {" "}Ada { $newer } pesan baru setelahnya.
    }{ $tokens ->
        [0] {""}
       *[other] {" "}_Sekitar { $tokens } token; jatah hari ini sudah terpakai { $used } %._
    }
card-heading =
    __{ $code }__ · { $task ->
        [offer] { offer-kind }: { $links }
        [explain] { $person }, minta penjelasan
        [translate] { $person }, minta terjemahan
        [interpret] { $person }, terjemahan langsung
        [transcribe] { $person }, pesan suara
        [express] { $person }, mencari kata yang pas
        [summary] Ringkasan untuk orang di ruang sesi: { $links }
       *[other] { $person }, bertanya
    }{ $wish ->
        [simpler] , lebih sederhana
        [shorter] , lebih singkat
        [example] , dengan contoh
       *[none] {""}
    }{ $direct ->
        [1] {" "}(di ruang pribadinya)
       *[0] {""}
    }{ $quoted ->
        [1] : “{ $quote }”
       *[0] {""}
    }{ $linked ->
        [1] {" "}· { $label } { $link }
       *[0] {""}
    }
card-line =
    __{ $code }__ · { $task ->
        [offer] { offer-kind }
        [explain] { $person }, minta penjelasan
        [translate] { $person }, minta terjemahan
        [interpret] { $person }, terjemahan langsung
        [transcribe] { $person }, pesan suara
        [express] { $person }, mencari kata yang pas
        [summary] Ringkasan untuk orang di ruang sesi
       *[other] { $person }, bertanya
    }{ $direct ->
        [1] {" "}(di ruang pribadinya)
       *[0] {""}
    }
outcome =
    __{ $code }__ · { outcome-verdict }. { $again ->
        [1] Balas `lagi` untuk draf baru.
       *[0] {""}
    }
outcome-verdict =
    { $verdict ->
        [approved] disetujui { $person }, { $time }
        [refused] dibatalkan { $person }, { $time }
        [corrected] diubah { $person }, { $time }; lihat kartu berikutnya
        [timed-out] terlalu lama tidak dijawab, { $time }
        [outdated] percakapan atau orang di ruang ini sudah berganti, { $time }
        [changed] pesan asalnya diubah, { $time }
        [withdrawn] pesan atau persetujuan asalnya sudah tidak ada, { $time }
       *[floor-off] AI dinonaktifkan, { $time }
    }
outcome-kept =
    { $heading }{ $kept ->
        [1] {"\u000A\u000A"}{ $answer }{ $cut ->
            [1] {" "}…
           *[0] {""}
        }
       *[0] {""}
    }

    { outcome-verdict }{ $linked ->
        [1] {" "}· di ruang sesi { $label } { $link }
       *[0] .
    }{ $again ->
        [1] {" "}Balas `lagi` untuk draf baru.
       *[0] {""}
    }
card-closed =
    { $code }: { $verdict ->
        [approved] sudah disetujui { $person }, { $time }.
        [refused] sudah dibatalkan { $person }, { $time }.
        [corrected] sudah diubah { $person }, { $time }; silakan lihat kartu yang lebih baru.
        [timed-out] terlalu lama tidak dijawab, jadi dibatalkan, { $time }.
        [outdated] percakapan atau orang di ruang ini sudah berganti, jadi dibatalkan, { $time }.
        [changed] pesan asalnya diubah, jadi dibatalkan, { $time }.
        [withdrawn] pesan atau persetujuan asalnya sudah tidak ada, jadi dibatalkan, { $time }.
       *[floor-off] AI dinonaktifkan, jadi dibatalkan, { $time }.
    } { $again ->
        [1] Balas `lagi` pada kartunya untuk draf baru.
       *[0] Sekarang tidak ada yang dikirim.
    }
card-open = { $code } masih menunggu. Balas `ya`, `tidak`, atau kalimat Anda sendiri.
card-again = Saya tanyakan sekali lagi; draf barunya nanti muncul di sini.
poll-question = { $code }: kirim? Pilihan terakhir berlaku setelah { $seconds } detik. Bisa juga dengan membalas kartunya.
poll-yes = Kirim
poll-no = Batalkan
poll-over = { $code }: pemungutan suara sudah ditutup. Silakan balas kartunya.
vote-again = { $code }: saya tidak yakin pilihan Anda masih berlaku, jadi tidak saya hitung. Silakan pilih sekali lagi, atau balas kartunya dengan `ya` atau `tidak`.
card-which =
    Kartu yang mana? Yang menunggu di sini:
    { $cards }
    Silakan balas kartunya, atau sebut kodenya: `ya { $code }`, `tidak { $code }`.
card-unclear = { $code }: saya tidak yakin itu ya atau tidak, jadi belum ada yang terjadi. `ya` untuk mengirim, `tidak` untuk membatalkan. Kalimat Anda sendiri perlu empat kata atau lebih, atau diawali `tulis:`.
card-name-it = Dari aplikasi Anda, saya tidak bisa memastikan kartu mana yang dibalas, jadi belum bisa saya hitung. Silakan sebut kartunya: `ya { $code }` atau `tidak { $code }`.
card-reaction = { $code }: silakan balas kartunya dengan `ya` atau `tidak`. Reaksi tidak saya hitung: reaksi tidak terenkripsi, jadi server bisa membuatnya sendiri.
card-empty = { $code }: tidak ada yang bisa dikirim dari kalimat itu. Silakan tulis dengan teks biasa.
card-placeholder = { $code } memuat penanda nama yang bukan siapa-siapa di sini, jadi tidak bisa saya kirim. Silakan balas dengan kalimat Anda sendiri, atau `tidak`.
card-never = { $code }: menurut aturan, tulisan AI tidak boleh tampil di ruang sesi, jadi tidak bisa saya kirim. Silakan sampaikan dengan kata-kata sendiri.
simulated =
    __SIMULASI · tidak dikirim.__ Ini yang akan tampil di ruang sesi:

    { $answer }
card-wrong =
    __{ $code }__ · Menurut { $person }, pesan AI ini keliru: { $link }
    Anda bisa menghapusnya dengan `{ $prefix }hapus { $code }`, lalu sampaikan yang benar di ruang sesi.
card-wrong-glossary =
    __Glosarium__ · Menurut { $person }, jawaban ini keliru: { $term } · { $link }
    { $whose ->
        [clinic] Ini teks klinik Anda sendiri; operator bisa mengubahnya.
       *[built-in] Ini teks Third Chair sendiri; operator bisa menggantinya dengan teks klinik Anda.
    } Mohon sampaikan yang benar di ruang sesi.
wrong-what = Silakan balas pesan saya yang keliru itu dengan `{ $prefix }keliru`. Istilah glosarium bisa disebut langsung: `{ $prefix }keliru ruminasi`.
wrong-done = Terima kasih sudah bilang. { $people } sudah diberi tahu.
retract-what = Silakan balas pesan AI yang mau dihapus dengan `{ $prefix }hapus`, atau sebut kodenya di meja terapis: `{ $prefix }hapus K1`.
retract-done = { $code } sudah dihapus, dan ruang sesi sudah diberi tahu.
retracted = { $person } menghapus pesan AI pukul { $link }. Mohon jangan dijadikan pegangan.

## Alarm dan penyelia

alarm-wordless = __Ada alarm yang menunggu di meja terapis ini.__ Isinya hanya saya tampilkan di perangkat yang sudah diverifikasi, dan perangkat Anda belum. Silakan verifikasi di aplikasi (Pengaturan: Enkripsi, Perangkat, atau Keamanan). Sementara itu, mohon perhatikan orang-orang di ruang sesi Anda.
desk-deaf = Aplikasi { $person } belum bisa membaca tulisan saya: belum ada perangkatnya yang diverifikasi. Yang terlihat di sana hanya kartu dan beberapa kalimat tetap, bukan jawaban. Mohon bantu memverifikasinya di aplikasi (Pengaturan: Enkripsi, Perangkat, atau Keamanan). Setelah itu kartunya saya tampilkan lagi.
alarm-identity-changed =
    __{ $code }__ · Identitas keamanan { $person } berbeda dari yang saya kenal. Perintahnya tidak berlaku sampai operator memastikannya.
    Mohon tanyakan langsung kepada orangnya, bukan lewat Matrix, apakah memang diatur ulang. Lalu ketik `{ $prefix }tanggapi` di sini.
paused = Masih ada alarm yang belum ditanggapi, jadi AI diam dulu di sini. Silakan lihat alarmnya dan ketik `{ $prefix }tanggapi`; sementara itu `{ $prefix }terjemahkan` tetap bisa dipakai.
for-a-person = Kata-kata ini sebaiknya didengar manusia, bukan saya.
card-paused = { $code }: masih ada alarm yang belum ditanggapi. Silakan lihat dan ketik `{ $prefix }tanggapi` dulu, lalu balas kartu ini lagi.
alarm-tripwire-broken =
    __{ $code }__ · { $times ->
        [1] Sebuah pesan
       *[other] { $times } pesan
    } { $person } tidak bisa dicocokkan dengan daftar kata bahaya. { $place ->
        [direct] Pesannya ada di ruang pribadinya: Anda tidak bisa melihatnya. Mohon tanyakan keadaannya, berdua saja,
       *[other] Mohon baca sendiri sekarang,
    } dan beri tahu operator. Lalu ketik `{ $prefix }tanggapi { $code }` di sini.
ack-nothing = Tidak ada alarm yang perlu ditanggapi.
ack-done =
    Sudah ditanggapi:
    { $lines }
ack-which =
    Yang mana? Silakan ketik `{ $prefix }tanggapi` dan kodenya, atau `{ $prefix }tanggapi semua`.
    { $lines }
ack-line = { $drill ->
        [1] { drill-mark }
       *[0] {""}
    }__{ $code }__ · { $reason ->
        [crisis] { $person }: { danger-kind }
        [second-reader] { $person }: ditandai oleh sebuah model
        [tripwire-broken] sebuah pesan tidak bisa dicocokkan
       *[identity-changed] sebuah identitas keamanan berubah
    }{ danger-place }
alarm-taken = { $code }: { $person }, kontak kedua Anda, sudah menjawab dan sedang menanganinya. Mohon hubungi { $person } sekarang.
drill-waits = Masih ada alarm yang belum ditanggapi. Silakan tanggapi dulu, lalu ketik `{ $prefix }latihan` lagi.
supervisor-session = Ruang { $room }: sesi selesai setelah { $minutes } menit. Diminta { $asked }, disetujui { $approved } (diubah { $edited }), dibatalkan { $refused }, tidak sempat diputuskan { $lapsed }, dianggap keliru { $wrong }, dihapus { $retracted }.{ $watched ->
        [0] {""}
       *[other] {" "}Pembaca kedua: ditanya { $watched }, tanpa jawaban jelas { $unclear }.
    }{ $interpreted ->
        [0] {""}
       *[other] {" "}Diterjemahkan langsung: { $interpreted }.
    }{ $uninterpreted ->
        [0] {""}
       *[other] {" "}Tidak diterjemahkan: { $uninterpreted }.
    }
supervisor-alarm = Ruang { $room }: alarm { $code } belum ditanggapi selama { $minutes } menit. Mohon hubungi terapisnya.
supervisor-about-therapist =
    Ruang { $room }, alarm { $code }: seseorang menulis kata-kata bahaya tentang terapisnya. Terapis itu tidak diberi tahu. { $contacts ->
        [0] Tidak ada kontak kedua yang bisa dipanggil: mohon pastikan sendiri orang itu aman, tanpa terapisnya.
       *[other] Kontak kedua sudah dipanggil; mohon pastikan bersama mereka bahwa orang itu aman, tanpa terapisnya.
    }
notice-about-therapist = Ruang { $room }: seseorang menulis tentang terapisnya, dan kata-katanya mungkin berarti ada yang tidak beres. Terapis itu tidak diberi tahu. Mohon tanyakan keadaan orang itu, tanpa terapisnya.
supervisor-unreadable =
    Ruang { $room }: { $source ->
        [room] catatan saya tentang sesi ini tidak bisa dibaca, jadi saya tidak ikut. Yang ditulis di sana menunggu.
        [inbox] ada kejadian di sana yang tidak bisa dibaca, jadi AI nonaktif sampai terapis mengaktifkannya.
       *[job] ada tugas saya di sana yang tidak bisa dibaca, jadi tidak saya kerjakan.
    } Mohon minta operator memeriksanya.
supervisor-unsaid = Ruang { $room }: saya tidak bisa menulis di meja terapis atau di ruang pribadi ({ $reason }). Mohon minta operator memeriksanya.

## Ruang pribadi

express-direct = Saya sudah mengundang Anda ke ruang yang hanya berisi kita berdua. Ketik `{ $prefix }ungkapkan` lalu isi hati Anda di sana; atau ketik di sini, misalnya `{ $prefix }ungkapkan aku capek banget`.
direct-greeting =
    __Ruang ini hanya untuk kita berdua.__ Ketik `{ $prefix }ungkapkan` lalu isi hati Anda apa adanya; saya carikan cara menyampaikannya. { $watched ->
        [1] Hasilnya dilihat { $people } dulu.
       *[0] Yang lain tidak melihatnya.
    }
    { $compared ->
        [0] Tidak ada orang lain yang membaca tulisan Anda di sini, dan tidak ada yang saya cocokkan: kalau mendesak, hubungi orang langsung. `{ $prefix }bersihkan` menghapus semua tulisan saya di sini.
       *[1] Tidak ada orang lain yang membaca tulisan Anda di sini. Saya mencocokkannya dengan daftar kata bahaya, juga saat AI nonaktif; kalau ada yang cocok, { $people } saya panggil. Sering kali ada yang terlewat, jadi jangan mengandalkannya: kalau mendesak, hubungi orang langsung. `{ $prefix }berhenti` di sini mengakhirinya; `{ $prefix }bersihkan` menghapus semua tulisan saya di sini.
    }
direct-unread = Tidak ada yang membaca ini. Saya hanya mencocokkannya dengan daftar kata bahaya, dan tidak ada yang cocok; yang penting pun sering terlewat. Kalau Anda butuh seseorang, silakan tulis kepada terapis Anda atau telepon. Kalau mau mencari kata: `{ $prefix }ungkapkan` lalu isi hati Anda.
direct-uncompared = Tidak ada yang membaca ini, dan tidak ada yang saya cocokkan. Kalau Anda butuh seseorang, silakan tulis kepada terapis Anda atau telepon. Kalau mau mencari kata: `{ $prefix }ungkapkan` lalu isi hati Anda.
direct-ended = Saya sudah tidak ikut dalam sesi Anda: sekarang tidak ada yang membaca di sini, dan tidak ada yang saya cocokkan. Kalau Anda butuh seseorang, silakan hubungi orang langsung.
direct-stopped = Baik. Mulai sekarang tidak ada yang membaca di sini, dan tidak ada yang saya cocokkan. Kalau Anda butuh seseorang, silakan hubungi orang langsung. Kalau Anda mengetik `{ $prefix }ungkapkan` di sini, saya mulai mencocokkan lagi.
direct-called =
    Terima kasih sudah menuliskannya. { $behind ->
        [1] Saya sudah memanggil orang lain yang ditunjuk klinik. Terapis Anda tidak diberi tahu.
        [2] Sekarang tidak ada terapis di sana. Saya sudah memanggil orang lain yang ditunjuk klinik.
       *[0] Saya sudah memanggil { $people }.
    } Saya belum tahu apakah pesannya sudah dibaca, jadi jangan hanya menunggu saya: kalau mendesak, pergilah ke seseorang sekarang.
direct-uncalled =
    Terima kasih sudah menuliskannya. Sekarang tidak ada orang yang bisa saya panggil. { $behind ->
        [1] Terapis Anda tidak diberi tahu.
       *[0] Tidak ada terapis di sana.
    } Jangan menunggu siapa pun di sini: kalau mendesak, pergilah ke seseorang sekarang, atau ke IGD terdekat.
direct-read = { $by } sudah membaca panggilan saya.
direct-nobody = Belum ada yang menjawab. Jangan menunggu: kalau mendesak, sekarang juga pergi ke IGD terdekat atau telepon minta tolong, dan tetaplah bersama orang yang Anda percaya.
clear-where = Itu hanya bisa di ruang kita berdua: di sana semua tulisan saya dihapus.

## Bantuan untuk meja terapis

help-speak = `{ $prefix }bicara`: aktifkan AI, dengan ide untuk terapis
    .more = `{ $prefix }bicara` sama seperti `{ $prefix }dengarkan`, ditambah sesekali ada ide untuk terapis, saat percakapan sedang jeda. Ide itu hanya tampil di meja terapis; tidak ada yang sampai ke ruang sesi tanpa persetujuan Anda.
help-wrong = `{ $prefix }keliru`: pesan AI ini keliru
    .more = Balas pesan AI dengan `{ $prefix }keliru`, nanti terapis diberi tahu.
help-retract = `{ $prefix }hapus`: hapus pesan AI
    .more = Balas pesan AI dengan `{ $prefix }hapus`, atau ketik `{ $prefix }hapus K1` di meja terapis: pesannya dihapus, dan ruang sesi diberi tahu dengan satu baris.
help-ack = `{ $prefix }tanggapi`: alarm sudah saya lihat
    .more = `{ $prefix }tanggapi` berarti Anda sudah melihat alarmnya; kalau ada beberapa, `{ $prefix }tanggapi A2` atau `{ $prefix }tanggapi semua`.
help-drill = `{ $prefix }latihan`: latihan alarm
    .more = `{ $prefix }latihan` di meja terapis mengirim alarm bertanda LATIHAN kepada semua yang akan dipanggil, sampai Anda mengetik `{ $prefix }tanggapi`. Di ruang sesi tidak ada yang melihatnya.

## Aturan yang berubah

floor-off-rules = AI nonaktif: aturan ruang ini berubah. Terapis bisa mengaktifkannya lagi dengan `{ $prefix }dengarkan`.
rules-changed = { $rule }: { $was } → { $now }
rules-changed-list = { $rule }: daftarnya berubah
rules-hold =
    __Mulai sekarang aturan ini berlaku:__
    { $changes }
    Semua aturan ruang ini: `{ $prefix }kebijakan`.
rules-offered =
    __Aturan di berkas lebih longgar daripada di sini:__
    { $changes }
    Aturan itu baru berlaku setelah terapis mengetik `{ $prefix }kebijakan terima` di ruang sesi. Sebelum itu, semuanya tetap seperti sekarang.
rules-accepted =
    __{ $person } sudah menerima aturan ini, dan mulai sekarang aturan ini berlaku:__
    { $changes }
    { $off ->
        [1] AI nonaktif; terapis bisa mengaktifkannya lagi dengan `{ $prefix }dengarkan`.
       *[0] Semua aturan ruang ini: `{ $prefix }kebijakan`.
    }
rules-nothing-waits = Tidak ada aturan yang menunggu diterima. Aturan yang berlaku di sini: `{ $prefix }kebijakan`.
rules-mistaken = Ada { $count } kesalahan di berkas aturan, yang pertama di { $where }. Aturan sebelumnya tetap berlaku. Mohon beri tahu operator.
supervisor-rules =
    Ruang { $room }: { $what ->
        [hold] aturan berubah, dan AI di sana nonaktif.
        [offered] aturan di berkas lebih longgar daripada yang berlaku; terapis perlu menerimanya dulu.
       *[accepted] terapis sudah menerima aturan yang lebih longgar, dan AI di sana nonaktif.
    }
    { $changes }

## Nama ruang yang dibuat bot

desk-name = Meja terapis: { $room }
desk-name-shared = Meja terapis
desk-topic = Hanya untuk terapis: di sini tulisan AI menunggu ya atau tidak. Ketik { $prefix }bantuan untuk melihat perintahnya.
desk-closed = (ditutup)
second-name = Third Chair
second-topic = Bot klinik menulis di sini kalau ada yang perlu dibantu.
second-greeting = Saya Third Chair, bot klinik. Anda kontak kedua: kalau sebuah alarm tidak dijawab selama satu menit, saya menulis di sini. Sekarang tidak ada yang perlu dilakukan; mohon biarkan notifikasi ruang ini aktif.
second-taken = { $code } · ruang { $room }: sekarang Anda yang menanganinya, dan tidak ada lagi yang dipanggil. { $behind ->
        [1] Tidak ada terapis yang diberi tahu.
       *[0] Meja terapis sudah diberi tahu.
    } Terima kasih.
second-which =
    Yang mana? Silakan ketik `{ $prefix }tanggapi` dengan yang tertulis di sini, atau `{ $prefix }tanggapi semua`.
    { $lines }
second-line = `{ $code } { $room }` · dipanggil pukul { $time }
direct-name = Third Chair · { $person }
direct-topic = Di sini hanya Anda dan AI. Ketik { $prefix }bantuan untuk melihat perintahnya.

## Bahaya: kalimat tetap di dekat krisis, diperiksa dengan rubrik di tests/unit/test_crisis_words.py

helpline-card = { $parts }
helpline-first = __Kalau ada yang mungkin dalam bahaya sekarang: pergilah ke { $hospital }, atau telepon { $emergency }.__ Kalau bisa, tetaplah bersama orang yang Anda percaya, jauh dari apa pun yang bisa melukai Anda.
helpline-neutral = Beberapa nomor yang mungkin berguna.
helpline-eyes =
    Baca terus hanya kalau tidak ada yang ikut melihat. { $clear ->
        [none] Tulisan Anda bisa dihapus di aplikasi.
       *[other] `{ $clear }` menghapus tulisan saya di ruang ini; tulisan Anda bisa dihapus di aplikasi.
    }
helpline-safe = __Kalau ada yang terluka atau mungkin dalam bahaya sekarang: pergilah ke { $hospital }, atau telepon { $emergency }.__ Kalau bisa, pergilah ke tempat orang-orang yang Anda percaya.
helpline-people = __Yang bisa Anda hubungi:__
helpline-line = { $name }: { $reach } ({ $hours })
helpline-write = Kalau menelepon terasa berat, Anda bisa menulis: { $names }. Dalam bahaya, jangan tunggu jawaban.
helpline-trust = Orang yang Anda percaya bisa menemani Anda melakukannya. Mohon ceritakan juga kepada terapis Anda, dan kepada orang terdekat.
helpline-choice = Orang yang Anda percaya bisa menemani Anda melakukannya. Anda yang memilih mau cerita kepada siapa dan kapan; dokter atau terapis Anda juga bisa membantu.
helpline-other = Bahasa Indonesia: kalau sedang dalam bahaya, pergilah ke { $hospital }, atau telepon { $emergency }.
helpline-last =
    Ini pesan otomatis dari program komputer, bukan dari manusia: { $reader ->
        [model] pesan ini muncul karena sebuah model bahasa yang ikut membaca
       *[list] ada kata yang cocok dengan sebuah daftar
    }; tidak ada yang menilai Anda. Program ini tidak tahu apa maksudnya, dan mungkin tidak ada orang yang sedang membaca di sini. Anda boleh terus menulis. Kalau ini bukan tentang Anda, tidak ada yang perlu dilakukan. _Diperiksa pada { $checked }._
alarm-crisis =
    { $drill ->
        [1] { drill-mark }Ini hanya latihan; tidak ada yang menulis apa pun.
       *[0] __Alarm { $code }__ · { $person }: { danger-kind }{ $times ->
            [1] {""}
           *[other] {" "}({ $times } pesan)
        }
    }
    { $place ->
        [direct] Pesannya ada di ruang pribadinya: Anda tidak bisa melihatnya. Jangan dibicarakan di depan orang lain.
       *[room] { $drill ->
            [1] Mohon ditanggapi seperti alarm sungguhan.
           *[0] Mohon baca sekarang: { $link }.
        }
    }{ $phrase ->
        [none] {""}
       *[other] {" "}Yang cocok di daftar: “{ $phrase }”.
    } { $drill ->
        [1] {""}
       *[0] Yang dicocokkan hanya kata: tidak ada yang tahu apa maksudnya. Pastikan dulu orangnya aman, berdua saja.
    }{ $voiced ->
        [1] {" "}Itu pesan suara yang ditulis oleh mesin dan bisa salah dengar: mohon dengarkan sendiri.
       *[0] {""}
    }
    { alarm-next }
alarm-second-reader =
    __Alarm { $code }__ · Menurut sebuah model, pesan { $person } mungkin tentang bahaya. Model bisa salah, dan di daftar kata bahaya tidak ada yang cocok.
    Mohon baca sekarang: { $link }.
    { alarm-next }
alarm-next =
    Ketik `{ $prefix }tanggapi { $code }` di sini setelah Anda melihatnya.{ $drill ->
        [1] {""}
       *[0] {" "}Sebelum itu AI diam dulu di sana.
    }{ $next ->
        [none] {" "}Tidak ada orang lain yang dipanggil: kontak kedua dan ruang jaga belum ditentukan.
       *[other] {" "}Kalau dalam { $minutes } menit belum ada jawaban, saya memanggil { $next ->
            [contact] kontak kedua Anda
            [on-call] ruang jaga klinik
           *[both] kontak kedua Anda, lalu ruang jaga klinik
        }.
    }
alarm-unkept =
    __Alarm__ · { $person }: { danger-kind }
    { $place ->
        [direct] Pesannya ada di ruang pribadinya: Anda tidak bisa melihatnya. Jangan dibicarakan di depan orang lain.
       *[room] Mohon baca sekarang: { $link }.
    } { crisis-why }
    Alarm ini tidak bisa saya simpan: komputer saya tidak bisa menulis apa pun. Jadi alarm ini tidak punya kode dan belum bisa ditutup; { $next ->
        [contact] saya langsung memanggil kontak kedua Anda sekarang.
        [on-call] saya langsung memanggil ruang jaga klinik sekarang.
        [both] saya langsung memanggil kontak kedua Anda dan ruang jaga klinik sekarang.
       *[none] tidak ada orang lain yang dipanggil, karena kontak kedua dan ruang jaga belum ditentukan.
    } Mohon pastikan orang itu aman, dan beri tahu operator.
crisis-what =
    { $reader ->
        [model] ada pesan yang menurut sebuah model mungkin tentang bahaya
        [therapist] seseorang menulis kata-kata bahaya tentang terapisnya
        [alone] seseorang mungkin dalam bahaya
       *[list] ada tulisan yang cocok dengan daftar kata bahaya
    }
crisis-why =
    { $reader ->
        [model] Bisa jadi alarm palsu: model bisa keliru.
        [alone] Bisa jadi alarm palsu.
       *[list] Bisa jadi alarm palsu: yang dicocokkan hanya kata.
    }
crisis-second =
    { $drill ->
        [1] { drill-mark }
       *[0] {""}
    }__{ $code }__ · Di ruang { $room } { crisis-what }, pukul { $time }. { $reader ->
        [therapist] { $person } tidak diberi tahu, karena ini tentang terapis. Mohon pastikan sendiri orang itu aman, tanpa terapisnya.
        [alone] Tidak ada terapis di sana. Mohon pastikan sendiri orang itu aman, menurut prosedur darurat klinik.
       *[other] { $person } sudah diberi tahu, tetapi setelah { $minutes } menit belum menanggapi. Mohon telepon { $person } sekarang. Kalau tidak bisa, jalankan prosedur darurat klinik.
    }
    { crisis-why } Alarm baru berhenti setelah { $reader ->
        [therapist] Anda mengetik
        [alone] Anda mengetik
       *[other] { $person } mengetik `{ $prefix }tanggapi` di meja, atau Anda mengetik
    } `{ $prefix }tanggapi { $code }` di sini: artinya Anda yang menanganinya.
crisis-unkept =
    Di ruang { $room } { crisis-what }, pukul { $time }. { $reader ->
        [therapist] { $person } tidak diberi tahu, karena ini tentang terapis. Mohon pastikan sekarang orang itu aman, tanpa terapisnya.
        [alone] Tidak ada terapis di sana. Mohon pastikan sekarang orang itu aman, menurut prosedur darurat klinik.
       *[other] { $person } diberi tahu bersamaan dengan Anda. Mohon telepon { $person } sekarang. Kalau tidak bisa, jalankan prosedur darurat klinik.
    }
    { crisis-why } Alarm ini tidak bisa saya simpan: komputer saya tidak bisa menulis apa pun. Jadi alarm ini tidak punya kode, dan saya tidak bisa tahu apakah ada yang menanganinya. Mohon beri tahu operator.
crisis-on-call =
    { $drill ->
        [1] { drill-mark }
       *[0] {""}
    }__{ $code }__ · Di ruang { $room } { crisis-what }, pukul { $time }. { $reader ->
        [therapist] Tidak ada terapis yang diberi tahu, karena ini tentang terapis.
        [alone] Tidak ada terapis di sana.
       *[other] { $person } sudah diberi tahu, tetapi setelah { $minutes } menit belum menanggapi.
    } { $reached ->
        [none] Tidak ada kontak kedua yang bisa dihubungi.
       *[other] Sudah diberi tahu juga, belum menjawab: { $reached }.
    }
    { $reader ->
        [therapist] Mohon pastikan sekarang orang itu aman, tanpa terapisnya.
        [alone] Mohon pastikan sekarang orang itu aman, menurut prosedur darurat klinik.
       *[other] Mohon telepon { $person } sekarang. Kalau tidak bisa, jalankan prosedur darurat klinik.
    } { crisis-why }
danger-kind =
    { $kind ->
        [overdose] kata-kata tentang overdosis
        [suicide] kata-kata tentang bunuh diri
        [means-at-hand] kata-kata tentang alat yang sudah di tangan
        [strangling] kata-kata tentang cekikan atau pukulan di kepala
        [child-harm] kata-kata tentang anak yang disakiti
        [harm-to-others] kata-kata tentang menyakiti orang
        [sexual-violence] kata-kata tentang kekerasan seksual
        [partner-violence] kata-kata tentang kekerasan oleh pasangan
        [family-violence] kata-kata tentang kekerasan di rumah
        [threat] kata-kata tentang ancaman
        [self-harm] kata-kata tentang menyakiti diri
        [voices] kata-kata tentang suara yang menyuruh
        [passive-wish] kata-kata tentang ingin tidak ada lagi
        [goodbye] kata-kata seperti pamit
        [hopeless] kata-kata tentang merasa tidak ada jalan keluar
        [fear] kata-kata tentang takut kepada seseorang
        [past] kata-kata tentang kejadian yang sudah lama
        [neglect] kata-kata tentang tidak makan atau tidak minum obat
        [model] kata-kata yang menurut sebuah model mungkin bahaya (bisa keliru)
       *[unknown] kata-kata tentang bahaya
    }
danger-place =
    { $place ->
        [direct] {" "}(di ruang pribadinya; jangan dibicarakan di depan orang lain)
       *[other] {""}
    }
drill-mark = __LATIHAN__ ·{" "}
notice-line =
    __{ $code }__ · { $person }: { danger-kind }{ $times ->
        [1] {""}
       *[other] {" "}({ $times } pesan)
    }{ danger-place }. { $phrase ->
        [none] {""}
       *[other] Yang cocok di daftar: “{ $phrase }”.
    } { $voiced ->
        [1] Pesan suara, bisa salah dengar.{" "}
       *[0] {""}
    }{ $place ->
        [direct] {""}
       *[other] { $link }
    }
notices-list =
    __Yang terlihat dalam sesi ini:__
    { $lines }
    { $model ->
        [0] Yang dicocokkan hanya kata.
       *[other] Yang dicocokkan hanya kata; selain itu, sebuah model yang diminta mencarikan kata menganggap beberapa di antaranya bahaya.
    } Orang lain tidak diberi tahu.

## Yang keluar dari klinik

sent-what = Ketik `{ $prefix }terkirim` untuk melihat yang terakhir dikirim ke model, atau `{ $prefix }terkirim K7` untuk melihat salah satunya, menurut kodenya.
sent-direct = Tulisan Anda yang sudah dikirim ke model saya tunjukkan di ruang kita berdua. Kalau belum masuk ke sana, terima dulu undangannya, lalu ketik `{ $prefix }terkirim` di sana.
sent-nothing =
    { $scope ->
        [all] Dari yang masih saya simpan, tidak ada isi ruang ini yang dikirim ke model bahasa.
        [aloud] Dari yang masih saya simpan, tidak ada tulisan Anda di ruang ini yang dikirim ke model bahasa. Yang Anda tanyakan di ruang pribadi hanya saya tunjukkan di sana.
       *[own] Dari yang masih saya simpan, tidak ada tulisan Anda yang dikirim ke model bahasa.
    } Apa saja yang bisa dikirim: `{ $prefix }privasi`.
sent-none = Tidak ada yang bisa saya tunjukkan kepada Anda dengan kode { $code }. Ketik `{ $prefix }terkirim` untuk melihat daftarnya.
sent-list =
    __Yang dikirim ke model__, { $scope ->
        [all] yang terbaru di atas:
       *[other] yang memuat tulisan Anda, yang terbaru di atas:
    }
    { $requests }
    `{ $prefix }terkirim { $code }` menunjukkan salah satunya, persis seperti yang dikirim.{ $scope ->
        [aloud] {" "}Yang Anda tanyakan di ruang pribadi hanya saya tunjukkan di sana.
       *[other] {""}
    }
sent-line = __{ $code }__ · { $time } · { $task ->
        [explain] jelaskan
        [translate] terjemahkan
        [express] ungkapkan
        [ask] tanya
        [summary] ringkasan
        [note] catatan
        [offer] ide tanpa diminta
        [watch] pembaca kedua untuk tanda bahaya
        [interpret] terjemahan langsung
        [transcribe] pesan suara
        [hidden] pertanyaan orang lain
       *[other] { $task }
    } · “{ $backend }” · { $count } pesan{ $ending ->
        [answered] {""}
        [unanswered] {" "}· tanpa jawaban
       *[unknown] {" "}· terputus; mungkin sudah terkirim
    }
sent-one =
    __{ $code }__ · { $time } · ke “{ $backend }” ({ $model }){ $agreement ->
        [none] {""}
       *[other] {" "}· { $agreement }
    }{ $tries ->
        [1] {""}
       *[other] {" "}· dikirim { $tries } kali
    }{ $ending ->
        [answered] {""}
        [unanswered] {" "}· tanpa jawaban
       *[unknown] {" "}· terputus; mungkin sudah terkirim
    }
    { $scope ->
        [all] _Kata demi kata, persis seperti yang dikirim:_
       *[other] _Tulisan Anda di dalamnya, seperti yang dikirim:_
    }

    { $text }{ $next ->
        [0] {""}
       *[other] {"\u000A\u000A"}`{ $prefix }terkirim { $code } { $next }` menunjukkan kelanjutannya ({ $part } dari { $of }).
    }
sent-more =
    __{ $code }__ · { $part } dari { $of }

    { $text }{ $next ->
        [0] {""}
       *[other] {"\u000A\u000A"}`{ $prefix }terkirim { $code } { $next }` menunjukkan kelanjutannya.
    }
sent-erased = (dihapus)
cards-where = Kartu yang masih menunggu hanya saya tampilkan di meja terapis: silakan ketik `{ $prefix }kartu` di sana.
cards-none =
    { $several ->
        [1] Tidak ada kartu yang menunggu di ruang yang diikuti semua terapis di sini.
       *[0] Tidak ada kartu yang menunggu di ruang Anda.
    }
cards-list =
    __Ada kartu yang menunggu di sini__, masing-masing diputuskan di meja terapis ruangnya sendiri:
    { $rooms }
cards-room = - { $codes }: { $link }
cards-room-shared = - `{ $room }` { $codes }: { $link }
help-cards = `{ $prefix }kartu`: di ruang mana masih ada kartu yang menunggu
    .more = `{ $prefix }kartu` di meja terapis menampilkan ruang Anda yang kartunya masih menunggu, dengan kode kartu dan tautannya, tanpa tulisan siapa pun. Kalau ada beberapa terapis di meja itu, hanya ruang yang mereka semua ikuti.
help-sent = `{ $prefix }terkirim`: apa saja yang dikirim ke model
    .more = `{ $prefix }terkirim` menampilkan yang terakhir dikirim ke model, dan `{ $prefix }terkirim K7` menunjukkan salah satunya persis seperti yang dikirim. Tulisan Anda sendiri bisa Anda lihat di ruang kita berdua; terapis bisa melihat semuanya di meja terapis.

## Hak setiap orang

end-sure = Ini menutup sesi: AI nonaktif, dan percakapan yang saya simpan dihapus. { $note ->
        [made] Sebelumnya saya buatkan draf catatannya.{" "}
        [off] AI sedang nonaktif, jadi catatan tidak dibuat; kalau perlu catatan, ketik dulu `{ $prefix }dengarkan`.{" "}
       *[none] {""}
    }Yang sudah dikirim ke model masih bisa dilihat dengan `{ $prefix }terkirim` sampai masa simpannya habis. Untuk menutup sesi, ketik `{ $prefix }akhiri ya` dalam 10 menit.
end-done = Sesi ditutup, dan tidak ada percakapan yang saya simpan. Terapis bisa memulai sesi berikutnya dengan `{ $prefix }dengarkan`.
floor-off-ended = AI nonaktif: sesi ditutup. Tidak ada percakapan yang saya simpan. Terapis bisa memulai sesi berikutnya dengan `{ $prefix }dengarkan`.
floor-off-closing = AI nonaktif: sesi ditutup. Saya buatkan draf catatannya di meja terapis, lalu percakapan ini tidak saya simpan lagi.
end-note = Sesi ditutup. Catatannya akan masuk ke meja terapis; setelah itu percakapan yang saya simpan dihapus, paling lama { $minutes } menit lagi.
audit-head =
    __Sesi ditutup.__ Mohon simpan baris ini: dengan baris ini operator bisa membuktikan bahwa catatan bot sampai di sini tidak diubah (`thirdchair audit verify --head`).

    { $head }
forget-what = Apa yang harus saya lupakan? `{ $prefix }lupakan saya` untuk tulisan Anda sendiri, atau, khusus terapis, `{ $prefix }lupakan ruang` untuk tulisan semua orang.
forget-me-sure = Ini membatalkan persetujuan Anda dan menghapus tulisan Anda dalam sesi ini: di sini, di draf, dan di simpanan saya tentang yang dikirim ke model. Yang sudah terkirim tidak bisa ditarik kembali. Kalau yakin, ketik `{ $prefix }lupakan saya ya` dalam 10 menit.
forget-me-done = Selesai. Tulisan Anda sudah saya hapus, juga kunci yang membuat sidik jarinya terbaca. Id, waktu, dan jumlah tetap ada di catatan, supaya catatan itu tetap bisa diperiksa. Pesan di ruang ini milik Anda: kalau mau, hapus sendiri di aplikasi.
forget-room-sure = Ini menutup sesi dan menghapus tulisan semua orang: percakapan, draf, dan semua simpanan saya tentang yang dikirim ke model. Yang sudah terkirim tidak bisa ditarik kembali. Persetujuan tetap ada. Kalau yakin, ketik `{ $prefix }lupakan ruang ya` dalam 10 menit.
forget-room-done = Selesai. Tulisan semua orang dalam sesi ini sudah saya hapus, juga kunci yang membuat sidik jarinya terbaca. Id, waktu, dan jumlah tetap ada di catatan. Pesan di ruang ini tetap ada sampai masing-masing menghapusnya di aplikasinya.
mydata-direct = Yang saya simpan tentang Anda saya tunjukkan di ruang kita berdua. Kalau belum masuk ke sana, terima dulu undangannya, lalu ketik `{ $prefix }dataku` di sana.
mydata-file = __Data Anda.__ Berkas ini berisi semua yang saya simpan tentang Anda dalam sesi ini. Berkasnya terenkripsi; setelah disimpan, siapa pun yang memegang perangkat Anda bisa membukanya. `{ $prefix }lupakan saya` menghapus tulisan Anda.
file-part =
    { $part ->
        [1] Berkasnya tidak bisa saya kirim, jadi ini isinya sebagai teks.
       *[other] {""}
    } __{ $part } dari { $of }__

    { $text }{ $last ->
        [cut] {"\u000A\u000A"}Masih ada lagi. Silakan minta berkas lengkapnya kepada klinik.
       *[whole] {""}
    }
help-end = `{ $prefix }akhiri`: tutup sesi
    .more = `{ $prefix }akhiri` membuat AI nonaktif dan menghapus percakapan yang saya simpan. Di meja terapis muncul satu baris bukti bahwa catatan bot tidak diubah. Saya tanya dulu apakah Anda yakin.
help-forget = `{ $prefix }lupakan saya`: hapus tulisan Anda
    .more = `{ $prefix }lupakan saya` membatalkan persetujuan Anda dan menghapus tulisan Anda di mana pun saya menyimpannya. Terapis bisa mengetik `{ $prefix }lupakan ruang` untuk tulisan semua orang. Saya tanya dulu apakah Anda yakin.
help-mydata = `{ $prefix }dataku`: apa yang saya simpan tentang Anda
    .more = `{ $prefix }dataku` memberi Anda berkas, di ruang kita berdua, berisi semua yang saya simpan tentang Anda dalam sesi ini: persetujuan, tulisan Anda yang dikirim ke model, dan yang dicatat. Kalau diketik di tempat lain, saya mengundang Anda ke sana.
help-clear = `{ $prefix }bersihkan`: hapus tulisan saya di sini
    .more = `{ $prefix }bersihkan` di ruang kita berdua menghapus semua pesan saya di sana.

## Kata yang tetap di sini

mask-what = Ketik apa yang tidak boleh dilihat model, misalnya `{ $prefix }samarkan Pluto` atau `{ $prefix }samarkan Pluto, Pondok Mawar`. Masing-masing minimal dua huruf atau angka.
mask-long = Itu terlalu panjang untuk dikenali lagi. Masing-masing paling banyak { $most } karakter, dipisahkan koma.
mask-many = Itu melebihi batas: paling banyak { $most } dari Anda di ruang ini. Pilih yang bisa menunjukkan siapa orangnya saja.
mask-done = Selesai. Mulai sekarang model tidak melihatnya lagi, siapa pun yang menulisnya. Di sini tulisannya masih terlihat di pesan Anda: kalau tidak mau, hapus di aplikasi. Yang sudah terkirim sebelumnya tidak bisa ditarik kembali.
help-mask = `{ $prefix }samarkan Pluto`: sembunyikan kata dari model
    .more = `{ $prefix }samarkan Pluto`: mulai sekarang model hanya melihat sebuah tanda sebagai gantinya, siapa pun yang menulisnya. Kalau ada beberapa, pisahkan dengan koma, misalnya `{ $prefix }samarkan Pluto, Pondok Mawar`. Berlaku sampai `{ $prefix }lupakan saya`. Bisa juga diketik di ruang kita berdua.

## Latihan

practice-here =
    { $about }

    Di sini Anda adalah { $person }, terapisnya. Apa pun yang mau dikatakan AI masuk ke Anda dulu, sebagai kartu. Sebagian drafnya sengaja dibuat salah.
practice-live = Terjemahan langsung aktif: { $languages }. Setiap tulisan mereka masuk ke Anda sebagai kartu berisi terjemahannya. Bandingkan dengan pesan di atasnya sebelum dikirim.
practice-deleted = { $person } menghapus pesan itu.
practice-type = Ketik `ya`, `tidak`, atau kalimat Anda sendiri, lalu tekan Enter. `!akhiri` lalu `!akhiri ya` mengakhiri latihan.
practice-card =
    __Latihan selesai: { $title }__
    { $parts }

    Tidak ada orang yang selalu menangkap semuanya; karena itu ada latihan. Tidak ada apa pun dari sini yang dikirim ke mana-mana.
practice-caught =
    {"\u000A"}__Tertangkap__: ada yang salah, dan tidak terkirim begitu saja.
    { $lines }
practice-missed =
    {"\u000A"}__Lolos__, padahal ada yang salah. Ada baiknya dilihat sekali lagi:
    { $lines }
practice-open =
    {"\u000A"}__Belum diputuskan__: ada yang salah di dalamnya.
    { $lines }
practice-ack =
    Ketik `!tanggapi` setelah Anda membacanya; dalam sesi sungguhan, orang lain dipanggil setelah satu menit.
    Di belakang `>` Anda menulis di ruang sesi, yang dibaca semua orang: `> Kita lanjutkan?`
practice-private = Yang hanya dibaca orang itu di ruang pribadinya: { $told }
practice-answered =
    {"\u000A"}__Didengar__: ditanggapi dalam satu menit, dan tidak disebut di depan orang lain.
    { $lines }
practice-late =
    {"\u000A"}__Didengar, tetapi orang lain keburu dipanggil__: sudah lewat satu menit.
    { $lines }
practice-spoken =
    {"\u000A"}__Disebut di depan orang lain__: itu diceritakan hanya kepada Anda, dan seisi ruang bisa membaca jawaban Anda.
    { $lines }
practice-unanswered =
    {"\u000A"}__Belum ditanggapi__: seseorang menulisnya dan menunggu.
    { $lines }
practice-left =
    {"\u000A"}__Dibatalkan__: tulisan ini sudah hilang.
    { $lines }
practice-needless = {"\u000A"}__Ditolak__, padahal tidak ada yang sengaja dibuat salah: { $codes }. Mungkin Anda punya alasan sendiri.
practice-right = {"\u000A"}__Dikirim__, dan tidak ada yang sengaja dibuat salah: { $codes }.
practice-stale = {"\u000A"}__Tidak berlaku lagi__: dasarnya lebih dulu dihapus, jadi tidak bisa dikirim lagi, apa pun kata Anda: { $codes }.
practice-none = {"\u000A"}Kali ini belum ada draf yang diputuskan. Boleh mulai lagi kapan saja.
practice-error = __{ $code }__ · { $kind ->
        [diagnosis] sebuah diagnosis
        [medication] nasihat tentang obat
        [minimising] sesuatu yang disepelekan
        [translation] terjemahan yang salah
        [disclosure] seseorang dalam bahaya
        [violence] seseorang disakiti
        [false-alarm] alarm yang keliru
        [withdrawal] persetujuan yang dibatalkan
       *[quote] kata-kata yang tidak pernah dikatakan
    }. { $why }
practice-step-app = Buka Element Desktop, atau https://app.element.io di Firefox atau Chrome, di mesin ini. Pilih “Sign in”, lalu “Edit” di samping homeserver, dan masukkan { $url }
practice-step-name = Masuk sebagai { $user }, kata sandi { $password }
practice-step-key = Kalau diminta membuktikan bahwa itu Anda, pilih kunci pemulihan: { $recovery }
practice-step-desk = Buka meja terapis, yaitu ruang Anda bersama bot, lalu ketik `!dengarkan` di sana. Setelah itu { $people } mulai menulis. Putuskan setiap kartu dengan membalasnya: `ya`, `tidak`, atau kalimat Anda sendiri.
practice-step-live = Buka meja terapis, yaitu ruang Anda bersama bot. Ketik `!dengarkan` di sana, lalu `!terjemahkan otomatis { $languages }`. Setelah itu { $people } mulai menulis, masing-masing dalam bahasanya sendiri, dan setiap pesan masuk ke Anda sebagai kartu berisi terjemahannya. Putuskan setiap kartu dengan membalasnya: `ya`, `tidak`, atau kalimat Anda sendiri.
practice-step-end = Kartu penutup muncul di meja terapis, dan di sini. `!akhiri` lalu `!akhiri ya` mengakhirinya lebih cepat; Ctrl-C menghentikan semuanya dan tidak menyimpan apa pun.

## Ruang yang dibekukan oleh operator

floor-off-incident = AI nonaktif: operator klinik menghentikannya di ruang ini karena ada yang sedang diperiksa. Saya tidak bertanya ke model sampai itu selesai. Menulis di sini tetap bisa seperti biasa; keadaannya: `{ $prefix }status`.
incident-desk = __Operator membekukan ruang ini karena ada insiden.__ AI tetap nonaktif, tidak ada yang dikirim ke model, draf tidak bisa dikirim, dan tidak ada yang terhapus sendiri karena waktu. Setiap orang tetap bisa menghapus tulisannya sendiri. `{ $prefix }terkirim` di sini menunjukkan apa yang sudah keluar. Mohon bicarakan langkah berikutnya dengan operator.
incident-paused = Operator klinik menghentikan AI di ruang ini untuk sementara. AI bisa dipakai lagi setelah operator mengakhirinya; silakan tanya klinik kapan. Menulis di sini tetap bisa seperti biasa.
incident-keeps = Operator klinik menghentikan AI di ruang ini dan menjaga catatannya apa adanya, jadi sekarang saya tidak bisa menghapus tulisan semua orang sekaligus. Masing-masing tetap bisa menghapus tulisannya sendiri dengan `{ $prefix }lupakan saya`. Silakan tanya operator kapan ini berakhir.
incident-over = Operator klinik sudah mengakhiri penghentian sementara. AI tetap nonaktif sampai terapis mengetik `{ $prefix }dengarkan`.
incident-over-desk = __Operator sudah mengakhiri pembekuan.__ Draf dari sebelumnya sudah berakhir, dan yang seharusnya terhapus selama itu dihapus sekarang. Kalau mau, aktifkan AI di ruang sesi dengan `{ $prefix }dengarkan`.

## Model di luar klinik

desk-stays = Yang ditanyakan di meja terapis harus tetap di klinik, sedangkan model ruang ini ada di luar klinik, jadi tidak ada yang saya kirim. Kalau orang di ruang sesi boleh membacanya, tanyakan di sana; atau operator bisa memasang model di klinik (`docs/backends.md`).
speak-stays = Ide untuk terapis harus tetap di klinik, sedangkan model ruang ini ada di luar klinik, jadi tidak ada yang bisa saya tawarkan tanpa diminta. `{ $prefix }dengarkan` tetap bisa.

## Lampiran

attached-beneath = { $compared ->
        [0] . Tulisan di dalam atau di bawahnya juga tidak saya baca.
       *[1] . Tulisan di dalam atau di bawahnya hanya saya cocokkan dengan daftar kata bahaya.
    }
attached-room = Saya tidak bisa melihat atau mendengar gambar, rekaman, dan berkas; polling, lokasi, dan baris dengan `/me` tidak saya hitung{ attached-beneath } Kalau itu perlu saya baca, silakan tulis dengan kata-kata.
attached-desk = Saya tidak bisa melihat atau mendengar gambar, rekaman, dan berkas, dan tidak membaca tulisan di bawahnya, juga tidak polling, lokasi, dan baris dengan `/me`. Kalau itu perlu saya kerjakan, silakan tulis dengan kata-kata di belakang perintah, misalnya `{ $prefix }tanya`.
attached-direct = Tidak ada orang lain yang melihat ini. Saya tidak bisa melihat atau mendengar gambar, rekaman, dan berkas; polling, lokasi, dan baris dengan `/me` tidak saya hitung{ attached-beneath } Kalau Anda butuh seseorang, silakan tulis kepada terapis Anda atau telepon. Kalau mau mencari kata: `{ $prefix }ungkapkan` lalu isi hati Anda.

## Pesan suara

voice-not-here = Pesan suara tidak dituliskan di ruang ini, jadi tidak ada yang perlu disetujui. Silakan ketik saja.
voice-needs-agreement = Pesan suara ini tidak bisa saya dengar. Kalau mau, ketik `{ $prefix }setuju suara`: pesan suara Anda berikutnya akan dituliskan oleh mesin (keterangannya di `{ $prefix }privasi`). Atau silakan tulis dengan kata-kata.
voice-not-written = Pesan suara ini belum bisa saya tuliskan. Silakan ketik isinya, atau kirim lagi nanti.
voice-listen = { $person } mengirim pesan suara yang tidak bisa ditangkap mesin: { $link }. Mohon dengarkan sendiri sekarang; mungkin ada yang menangis, atau ponselnya jauh.
trouble-unclear = Saya tidak bisa menangkap isi pesan suara ini. Silakan ketik, atau rekam lagi di tempat yang lebih tenang.
trouble-unusable = Pesan suara ini tidak bisa saya pakai: terlalu panjang, atau berkasnya tidak benar. Silakan kirim yang lebih pendek, atau ketik isinya.

## Kebiasaan memakai AI: untuk terapis saja

help-reliance = `{ $prefix }kebiasaan`: seberapa sering Anda memakai AI
    .more = `{ $prefix }kebiasaan` menunjukkan hitungan minggu ini tentang cara Anda memakai AI, hanya kepada Anda: tanpa tulisan siapa pun, dan tidak menilai klien. Kalau diketik di ruang sesi, jawabannya ada di meja terapis.
reliance-elsewhere = { $where ->
        [desk] Ada di meja terapis.
       *[direct] Ada di ruang kita berdua.
    }
reliance-part = { $part } dari { $whole }
reliance-percent = { $percent } %
reliance-none = tidak ada
reliance-card =
    __Minggu Anda bersama AI__
    { $since } – { $until }
    Dalam kurung: minggu sebelumnya.

    Kata-kata AI di ruang sesi: { $share } ({ $share_before })
    { $share_bar }
    Draf yang Anda kirim tanpa diubah: { $approved } ({ $approved_before })
    { $approved_bar }
    Draf yang Anda ubah: { $changed } ({ $changed_before })
    { $changed_bar }
    Draf yang Anda batalkan: { $refused } ({ $refused_before })
    { $refused_bar }
    Pesan klien yang disusul permintaan: { $followed } ({ $followed_before })
    { $followed_bar }

    Seberapa banyak isi draf Anda ubah: { $depth } ({ $depth_before })
    Dari kartu ke keputusan, separuh dalam: { $wait } ({ $wait_before })
    Draf yang berakhir tanpa keputusan: { $lapsed } ({ $lapsed_before })
    Pesan AI yang dihapus: { $retracted } ({ $retracted_before })
    Permintaan per sepuluh menit: { $rate } ({ $rate_before })
    Klien mencari kata dengan `{ $prefix }ungkapkan`: { $expressed } ({ $expressed_before })
    Pesan AI saat orang sedang mengetik: { $typing } ({ $typing_before })
    Alarm sampai `{ $prefix }tanggapi`, separuh dalam: { $ack } ({ $ack_before })
reliance-unchanged = { $count } draf terakhir Anda kirim tanpa diubah. Mungkin semuanya memang sudah pas; coba baca satu draf dengan suara keras sebelum mengirimnya. Hitungan minggu ini: `{ $prefix }kebiasaan`.
reliance-quick = Lebih dari separuh draf minggu ini Anda putuskan kurang dari 3 detik setelah kartunya muncul. Coba baca draf berikutnya sekali lagi, pelan-pelan. Hitungan minggu ini: `{ $prefix }kebiasaan`.
reliance-words = Minggu ini lebih dari sepertiga kata di ruang sesi ditulis AI. Mungkin hal berikutnya mau Anda sampaikan dengan kata-kata sendiri. Hitungan minggu ini: `{ $prefix }kebiasaan`.

# An answer at the desk that asks for a second look

read-twice = __Mohon dibaca pelan-pelan: kata-kata ini mungkin menandakan bahaya.__
answer-doubted =
    { $doubt ->
        [medication] __Mohon dicek dua kali: ini menyebut obat atau dosis.__
        [diagnosis] __Mohon dicek dua kali: ini sepertinya menyebut diagnosis.__
        [risk] __Mohon dicek dua kali: ini sepertinya menilai seberapa besar bahayanya.__
        [danger] __Mohon dibaca pelan-pelan: kata-kata ini mungkin menandakan bahaya.__
       *[placeholder] __Ada penanda nama yang bukan siapa-siapa di sini.__
    }

    { $labelled }

## Pesan terakhir yang disimpan

help-window = `{ $prefix }tersimpan`: berapa banyak pesan terakhir yang saya simpan
    .more = `{ $prefix }tersimpan` menunjukkan berapa pesan terakhir yang saya simpan. `{ $prefix }tersimpan 10` menyimpan paling banyak 10 pesan mulai sekarang, `{ $prefix }tersimpan 15 menit` paling lama 15 menit, `{ $prefix }tersimpan semua` sebanyak yang diizinkan aturan, dan `{ $prefix }tersimpan kosongkan` langsung menghapus semuanya.
window-holds = { $lines ->
        [0] Tidak ada pesan yang saya simpan.
       *[other] { $lines } pesan terakhir disimpan, sejak { $since }: { $people }.
    } Batasnya { $messages } pesan, selama { $minutes } menit.{ $kept ->
        [0] {""}
       *[other] {" "}Untuk ringkasan atau catatan disimpan { $kept } pesan dari sesi ini, sampai `{ $prefix }akhiri` dan paling lama { $hours } jam.
    } Kalau mau lebih sedikit: `{ $prefix }tersimpan 10` atau `{ $prefix }tersimpan 15 menit`; untuk menghapus semuanya: `{ $prefix }tersimpan kosongkan`.
window-set = Mulai sekarang disimpan paling banyak { $messages } pesan terakhir, selama { $minutes } menit (batas menurut aturan: { $allowed } dan { $longest }). Saat ini ada { $lines } pesan. Untuk kembali ke batas itu: `{ $prefix }tersimpan semua`.
window-cleared = Selesai. Tidak ada lagi pesan yang saya simpan, dan yang dibuat dari pesan-pesan itu sudah dibatalkan. Pesan baru dihitung mulai sekarang.
window-what = Tulis jumlah pesan atau menit, atau satu kata: `{ $prefix }tersimpan 10`, `{ $prefix }tersimpan 15 menit`, `{ $prefix }tersimpan semua`, atau `{ $prefix }tersimpan kosongkan`.

## Ringkasan dan catatan

help-summary = `{ $prefix }ringkasan`: isi sesi dalam beberapa baris
    .more = `{ $prefix }ringkasan` menulis paling banyak delapan baris di meja terapis, masing-masing dengan pesan sumbernya. `{ $prefix }ringkasan untuk klien` membuat draf untuk dibaca orang di ruang sesi; draf itu baru dikirim setelah Anda setujui.
help-note = `{ $prefix }catatan soap`: draf catatan sesi
    .more = `{ $prefix }catatan soap` (atau `dap`, `birp`, `free`, atau templat klinik) membuat draf catatan di meja terapis; setiap baris menyebut pesan sumbernya, dan yang tidak dibicarakan tetap kosong. Balas `rencana: …` untuk mengubah satu bagian, dan `selesai` untuk mendapat berkasnya; setelah itu percakapan yang saya simpan dihapus.
summary-what = Ketik `{ $prefix }ringkasan` untuk Anda sendiri, atau `{ $prefix }ringkasan untuk klien` untuk draf yang boleh dibaca orang di ruang sesi.
summary-unable = Saya tidak bisa membuat ringkasan: ruang ini tidak punya model bahasa. Operator bisa memasangnya di mesin ini.
note-unable = Saya tidak bisa membuat draf catatan: ruang ini tidak punya model bahasa. Operator bisa memasangnya di mesin ini.
note-which = Catatan jenis apa? Yang ada: { $names }. Ketik misalnya `{ $prefix }catatan soap`.
note-at-desk = Di meja terapis.
note-open = { $code } masih terbuka di meja terapis, berisi perubahan dari Anda. Silakan selesaikan dulu: balas `selesai`, atau `tidak` untuk membuangnya.
paper-busy = Saya masih mengerjakan permintaan yang tadi. Mohon tunggu sampai hasilnya keluar.
paper-reading = Saya sedang membaca { $lines } pesan, dalam { $requests } permintaan. Hasilnya nanti muncul di sini.
paper-small = Bentuk catatan ini terlalu panjang untuk model di ruang ini. Operator bisa menaikkan `context` atau memendekkan templatnya (`docs/notes.md`).
paper-nothing = Tidak ada percakapan yang boleh saya baca untuk ini: tidak ada yang disimpan, atau penulisnya belum setuju tulisannya dikirim ke model.
paper-unread = Jawaban model terputus sebelum ada yang bisa saya tampilkan. Mohon beri tahu operator: perlu `max_tokens` atau `context` yang lebih besar.
paper-empty = Percakapannya sudah saya baca, dan model tidak menemukan apa pun untuk ini. Mungkin lebih baik Anda tulis sendiri.
paper-unsourced = Percakapannya sudah saya baca, tetapi tidak ada tulisan model yang bisa ditampilkan: { $count ->
        [one] 1 baris tidak dimuat karena tidak didukung pesan sumbernya.
       *[other] { $count } baris tidak dimuat karena tidak didukung pesan sumbernya.
    } Mungkin lebih baik Anda tulis sendiri.
summary =
    __Ringkasan sesi__ · ditulis AI, belum diperiksa siapa pun. Setiap baris menyebut pesan sumbernya.
    { $lines }
note-page = { $blocks }
note-draft = __{ $code }__ · __{ $title }__ · Draf dari AI. Belum jadi catatan resmi sampai Anda menyelesaikannya.
note-title = __{ $title }__
note-heading = {"\u000A"}__{ $title }__
note-blank = —
note-bare = { $count ->
        [one] (1 baris di sini tidak dimuat karena tidak didukung pesan sumbernya.)
       *[other] ({ $count } baris di sini tidak dimuat karena tidak didukung pesan sumbernya.)
    }
note-unread = (Tidak semua percakapan sempat terbaca sampai selesai; mungkin ada yang kurang di sini.)
note-line = - { $text } ({ $links })
note-own = - { $text } _({ $person })_
note-left-out =
    {"\u000A"}Baris yang tidak dimuat:
    { $lines }
left-out = { $why ->
        [source] - { $count } tanpa sumber.
        [speaker] - { $count } tentang orang yang bukan penulis pesan sumbernya.
        [number] - { $count } dengan angka, dosis, atau hari yang tidak ada dalam sumbernya.
        [sight] - { $count } tentang hal yang hanya bisa dilihat langsung.
        [quote] - { $count } dengan kutipan yang tidak pernah ditulis siapa pun.
        [denial] - { $count } dengan bantahan, padahal tidak pernah ditanyakan dan dijawab.
        [judgement] - { $count } dengan penilaian yang seharusnya dari Anda.
        [shape] - { $count } yang tidak bisa ditampilkan.
        [more] - { $count } karena tidak muat.
        [unread] - { $count } bagian percakapan tidak terbaca sampai selesai: mungkin ada baris yang kurang.
       *[gone] - { $count } ikut hilang bersama pesan yang diubah atau dihapus.
    }
note-how = {"\u000A"}Balas `{ $heading }: kata-kata Anda` untuk mengubah satu bagian, `{ $heading }:` untuk mengosongkannya, `tidak` untuk membuang catatan ini. `selesai` memberi Anda berkasnya, lalu percakapan yang saya simpan dihapus. Bisa juga tanpa membalas: `{ $prefix }catatan { $heading }: …`, `selesai { $code }`.
note-what = { $code } adalah draf catatan. Balas `{ $heading }: kata-kata Anda` untuk mengubah satu bagian, `selesai` untuk menyimpannya, atau `tidak` untuk membuangnya.
note-name-it = Dari aplikasi Anda, saya tidak bisa memastikan catatan mana yang dibalas, jadi belum bisa saya hitung. Silakan ketik `selesai { $code }`, atau `{ $prefix }catatan { $heading }: kata-kata Anda`.
note-none = Tidak ada catatan yang terbuka. Ketik `{ $prefix }catatan` untuk melihat jenis yang ada.
note-newer = Ada versi yang lebih baru dari catatan ini, { $code }. Silakan baca yang itu, lalu balas `selesai`.
note-dropped = { $code } dibuang. Yang sudah saya baca disimpan bersama percakapannya, jadi yang berikutnya cepat.
note-overdue = { $code } tidak diselesaikan dalam { $hours } jam, jadi sudah saya hapus.
note-final = __{ $title }__, diselesaikan oleh { $person }. Ini berkasnya; setelah disimpan, siapa pun yang memegang perangkat Anda bisa membukanya. Percakapan sumbernya sudah saya hapus dari simpanan.
note-file = Draf dibuat AI dari percakapan sesi ini; dibaca dan diselesaikan oleh { $person }.

## Saran dan ide: hanya untuk meja terapis

help-suggest = `{ $prefix }sarankan`: beberapa saran tentang percakapan, di meja terapis
    .more = `{ $prefix }sarankan` membaca percakapan yang disimpan dan memberi beberapa saran di meja terapis: apa yang perlu diperhatikan, apa yang bisa ditanyakan, kata yang artinya berbeda bagi masing-masing. Setiap saran menyebut pesan sumbernya. Dengan pertanyaan, misalnya `{ $prefix }sarankan apa yang belum selesai dibahas?`, jawabannya tentang itu saja. Kalau diketik di meja terapis, klien tidak melihat apa pun.
suggest-answer =
    { answer-label }

    { $points }{ $cut ->
        [1]
        {"\u000A\u000A"}_Aslinya lebih panjang, saya potong di sini._
       *[0] {""}
    }{ $human ->
        [1]
        {"\u000A\u000A"}_Kalau mau bicara dengan manusia, hubungi terapis di sini atau telepon klinik._
       *[0] {""}
    }
suggest-point = - { $answer } ({ $links })
message-link = { $label } { $link }{ $voiced ->
        [1] {" "}(suara)
       *[0] {""}
    }{ $last ->
        [0] , { $more }
       *[1] {""}
    }
suggest-left-out = {"\u000A"}{ $count ->
        [one] _1 poin tidak dimuat karena tidak didukung pesan sumbernya._
       *[other] _{ $count } poin tidak dimuat karena tidak didukung pesan sumbernya._
    }
suggest-unsourced = { $count ->
        [one] 1 poin tidak dimuat karena tidak didukung pesan sumbernya, dan selain itu tidak ada hasil.
       *[other] { $count } poin tidak dimuat karena tidak didukung pesan sumbernya, dan selain itu tidak ada hasil.
    } Silakan tanya lagi.
suggest-elsewhere = Jawabannya masuk ke meja terapis. Kalau belum masuk ke ruang itu, terima dulu undangan saya dan ketik di sana.
suggest-nothing = Dari percakapan ini tidak ada yang bisa saya sarankan. Itu biasa saja. Dengan pertanyaan, hasilnya bisa lain: `{ $prefix }sarankan apa yang belum selesai dibahas?`
suggest-no-talk = Saat ini tidak ada percakapan yang boleh saya pakai, jadi saya tidak bertanya ke model. Yang disimpan: `{ $prefix }tersimpan`.
suggest-unable = Saya tidak bisa memberi saran: ruang ini tidak punya model bahasa. Operator bisa memasangnya di mesin ini.
suggest-stays = Saran untuk terapis harus tetap di klinik, sedangkan model ruang ini ada di luar klinik, jadi tidak ada yang saya kirim. Operator bisa memasang model di klinik.
offer-kind = Ide untuk terapis ({ $kind ->
        [term] kata yang mungkin perlu dijelaskan
        [idiom] ungkapan yang mungkin tidak dimengerti
        [two-meanings] satu kata, dua arti
       *[unanswered] pertanyaan yang belum terjawab
    })
offers-spent = Untuk sesi ini tidak ada ide lagi dari saya: { $most } token yang disediakan sudah habis. `{ $prefix }sarankan` tetap bisa dipakai.

## Terjemahan langsung

interpret-on = Terjemahan langsung aktif: { $languages }. { $how ->
    [once] Setiap pesan dalam bahasa ini dikirim ke model, satu per satu, dan terjemahannya muncul sebagai balasan.
    [cards] Setiap pesan dalam bahasa ini dikirim ke model, satu per satu; terjemahannya muncul sebagai balasan setelah disetujui terapis.
   *[never] Setiap pesan dalam bahasa ini dikirim ke model, satu per satu; terjemahannya hanya terlihat oleh terapis.
    } Untuk menghentikannya: `{ $prefix }terjemahkan otomatis berhenti`.
waiver-card =
    __{ $code }__ · Terjemahan langsung, { $languages }: langsung tampil tanpa menunggu Anda?
    `ya` berarti: setiap terjemahan langsung tampil di ruang sesi, dengan label “belum diperiksa”. Isinya bisa keliru, dan orang akan menjawabnya. Yang meragukan (dosis, diagnosis, bahaya yang tidak disebut di pesan aslinya) tetap menunggu di sini. Ini berakhir saat AI atau terjemahan langsung dinonaktifkan.
    Balas `ya`, atau `tidak` supaya tetap satu kartu untuk tiap terjemahan. Tanpa membalas: `ya { $code }`.
waiver-line = __{ $code }__ · Terjemahan langsung tampil tanpa menunggu Anda
waiver-outcome = __{ $code }__ · { $person }, { $time }: terjemahan langsung tampil tanpa menunggu, sampai terjemahan atau AI dinonaktifkan.
waiver-refused = __{ $code }__ · { $person }, { $time }: tetap satu kartu untuk tiap terjemahan.
waiver-closed = __{ $code }__ · ditutup: terjemahan langsung nonaktif.
waiver-given = { $code } sudah disetujui. Untuk mengakhirinya: `{ $prefix }terjemahkan otomatis berhenti`.
waiver-which = { $code }: silakan balas `ya`, atau `tidak` supaya tetap satu kartu untuk tiap terjemahan.
waiver-told = Terjemahan langsung aktif: { $languages }. { $person } mengizinkannya langsung tampil tanpa diperiksa dulu, selama sesi ini. Untuk menghentikannya: `{ $prefix }terjemahkan otomatis berhenti`.
interpret-off = Terjemahan langsung nonaktif.
interpret-already = Terjemahan langsung sudah aktif: { $languages }. Untuk menghentikannya: `{ $prefix }terjemahkan otomatis berhenti`.
interpret-off-already = Terjemahan langsung memang sudah nonaktif. Untuk mengaktifkannya: `{ $prefix }terjemahkan otomatis id en`.
interpret-what = Antara bahasa apa saja? Sebut dua, atau paling banyak tiga: `{ $prefix }terjemahkan otomatis id en`. Untuk menghentikannya: `{ $prefix }terjemahkan otomatis berhenti`.
interpret-unknown = Ada bahasa yang tidak saya kenal. Sebut masing-masing dengan satu kata atau dua huruf: `{ $prefix }terjemahkan otomatis id en`.
interpret-same = Bagi saya itu bahasa yang sama. Sebut dua yang berbeda: `{ $prefix }terjemahkan otomatis id en`.
interpret-fails = { $count } pesan terakhir tidak berhasil diterjemahkan langsung. Yang terakhir: { $why ->
    [refused] model menolak, atau malah menjawab pesannya
    [tongue] bahasanya bukan yang diminta
    [shape] panjangnya tidak sesuai teksnya, atau paragrafnya berbeda
    [turned] isinya membantah bahaya yang tidak dibantah teksnya, atau sebaliknya
    [long] jauh lebih panjang daripada teksnya
    [echo] teksnya masih ada di dalamnya, belum diterjemahkan
    [same] isinya hanya mengulang teksnya
    [rules] isinya mengulang perintah untuk model
    [ours] bentuknya seperti baris saya sendiri
    [loop] isinya beberapa kata yang sama, diulang-ulang
    [term] istilahnya tidak disebut
    [failed] model tidak memberi jawaban
   *[empty] tidak ada isinya yang bisa dibaca
    }. Saya tetap mencoba, tanpa memberi tahu ruang sesi. Kalau terus begini, hentikan dengan `{ $prefix }terjemahkan otomatis berhenti`, dan operator bisa memeriksa modelnya.

## Jatah sehari

budget-room = Jatah ruang ini untuk bertanya ke model hari ini sudah habis, atau tidak cukup untuk yang ini, jadi tidak ada yang saya kirim. Setelah tengah malam jatahnya mulai lagi. Menulis di sini tetap bisa seperti biasa; `{ $prefix }berhenti`, glosarium, dan semua yang tanpa model tetap bisa dipakai.
budget-person = Jatah Anda untuk bertanya ke model hari ini sudah habis, atau tidak cukup untuk yang ini, jadi tidak ada yang saya kirim. Setelah tengah malam jatahnya mulai lagi. Menulis di sini tetap bisa seperti biasa; `{ $prefix }berhenti`, glosarium, dan semua yang tanpa model tetap bisa dipakai.
budget-large = Ini memakai lebih dari separuh sisa jatah model untuk hari ini.
budget-most = Jatah ruang ini untuk bertanya ke model hari ini sudah terpakai { $percent } %. Kalau habis, siapa pun yang bertanya akan diberi tahu; percakapan, `{ $prefix }berhenti`, dan alarm tetap berjalan. Setelah tengah malam jatahnya mulai lagi.
budget-interpreting = Terjemahan langsung berhenti di sini untuk hari ini: jatah ruang ini untuk bertanya ke model sudah habis. Setelah tengah malam terapis bisa mengaktifkannya lagi. Sementara itu, mohon saling memberi waktu lebih.
