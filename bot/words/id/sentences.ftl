### Yang dikatakan Third Chair, dalam bahasa Indonesia. Singkat, jelas, ramah, dan selalu dengan langkah berikutnya.

## Kartu persetujuan: paling banyak 700 karakter

consent-card =
    __Bahasa Indonesia__

    Saya Third Chair, AI, bukan terapis. Nonaktif sampai semua setuju dan terapis mulai.

    Aktif: saya membaca; bila diminta menjelaskan, menerjemahkan, mencari kata{ $offers ->
        [1] ; kadang ide bagi terapis
       *[0] {""}
    }.

    Kata { $where ->
        [none] tetap di dalam bot ini; tanpa model bahasa.
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
           *[0] seperlunya saja
        }.
    }

    Disimpan: { $session ->
        [1] isi sesi sampai `{ $prefix }akhiri`, maks. { $hours } jam
       *[0] { $messages } pesan terakhir, maks. { $minutes } menit
    }, terenkripsi.

    { $danger ->
        [never] Saat nonaktif atau terputus saya tidak tahu apa-apa. Saya bukan alarm.
       *[other] Kata bahaya { $uncovered ->
            [1] (hanya { list-covered }) memanggil terapis
           *[0] memanggil terapis
        }{ $danger ->
            [always] , juga saat nonaktif
           *[on] : saat aktif, di ruang pribadi selalu
        }. Sering terlewat; terputus, saya tidak tahu.
    }{ $watched ->
        [0] {""}
       *[other] {" "}Hadir: { $observers }.
    }

    Ya: balas `setuju` atau `{ $prefix }setuju`
    Tidak: `tidak` atau `{ $prefix }tolak`, juga di ruang pribadi
    Berhenti, siapa pun: `{ $prefix }berhenti`. Info: `{ $prefix }privasi`
consent-card-demo =
    __DEMO: bukan sesi sungguhan.__
    { consent-card }
list-covered = { $covered ->
        [none] {""}
       *[other] { $covered } dan{" "}
    }{ $last }
list-uncovered = Kata bahaya hanya saya cocokkan dalam bahasa { list-covered }.
list-uncovered-heard = { $spoken ->
        [room] Ruang ini memakai bahasa { $written }, dan saya tidak punya daftar kata bahaya dalam bahasa itu.
       *[person] { $person } menulis dalam bahasa { $written }, dan saya tidak punya daftar kata bahaya dalam bahasa itu.
    } { list-uncovered } Mohon baca sendiri. Ini saya sampaikan sekali dalam satu sesi.
privacy-text =
    __Apa yang saya lakukan dengan kata-kata di sini__
    - Saya AI, bukan terapis. Saya bisa keliru. Saya tidak mendiagnosis dan tidak menilai bahaya. Dalam keadaan bahaya, hubungi nomor darurat setempat.
    - { $danger ->
        [never] Saya tidak mencari tanda bahaya. Bila Anda membutuhkan seseorang, mohon hubungi manusia.
       *[other] Saya mencocokkan tulisan klien dengan daftar kata bahaya: { $danger ->
            [always] di sini juga saat saya mati
           *[on] di sini saat saya menyala
        }, dan di ruang pribadi Anda dengan saya selalu, sampai Anda mengetik `{ $prefix }berhenti` di sana. Tulisan terapis tidak pernah saya cocokkan. Bila ada yang cocok, saya memanggil terapis, dan bila tidak ada yang menjawab, orang lain yang ditunjuk klinik. Bila itu tentang terapis, orang lain itulah yang saya panggil. Keluarga atau wali tidak pernah diberi tahu. Tidak ada yang menunjukkan di ruang ini bahwa seseorang disakiti atau mengatakannya. Saya sering tidak menyadarinya, kadang memanggil tanpa ada apa-apa, dan tidak tahu apa-apa saat terputus: mohon jangan mengandalkannya.{ $uncovered ->
            [1] {" "}{ list-uncovered }
           *[0] {""}
        }
    }{ $reader ->
        [1] {" "}Sebagai pembaca kedua, sebuah model menerima tulisan klien yang sudah setuju, pesan demi pesan, dan menyatakan apakah ada yang mungkin tentang bahaya: terapis lalu dipanggil dengan cara yang sama. Model bisa keliru, ke kedua arah. Tulisan model itu tidak ditunjukkan kepada siapa pun.
       *[0] {""}
    }{ $person ->
        [1] {" "}Bila model yang saya tanyai untuk `{ $prefix }ungkapkan` menganggap kata-kata Anda tentang bahaya, saya memberi tahu terapis bahwa itu terjadi.
       *[0] {""}
    }
    - Saya mati sampai setiap orang di sini setuju dan terapis menyalakan saya. Selama mati atau terputus, saya tidak menyimpan apa pun yang dibicarakan di sini.
    - { $session ->
        [1] Selama menyala, saya menyimpan percakapan dalam berkas terenkripsi di klinik: sampai terapis mengetik `{ $prefix }akhiri`, dan tidak pernah lebih dari { $hours } jam. Terapis dapat meminta ringkasan atau catatan darinya, di meja mereka. Pertanyaan lain hanya melihat { $messages } pesan terakhir dalam { $minutes } menit.
       *[0] Selama menyala, saya menyimpan { $messages } pesan terakhir paling lama { $minutes } menit dan tidak pernah lebih dari { $hours } jam, dalam berkas terenkripsi di klinik.
    }
    - { $where ->
        [none] Tidak ada model bahasa. Penjelasan berasal dari glosarium.
       *[model] { $reader ->
            [1] Pertanyaan dan tulisan klien
           *[0] Pertanyaan
        } dikirim ke server model “{ $backend }” ({ $model }) { $where ->
            [network] di komputer dalam jaringan klinik sendiri
            [remote] { $signed ->
                [1] di komputer di luar klinik, dengan perjanjian tertulis dengan { $party }. Nama, tempat, angka, dan kata yang tidak umum diganti dulu, sejauh saya kenali; isi cerita masih bisa menunjukkan siapa orangnya. Yang dikirim ke sana
               *[0] di komputer di luar klinik, tanpa perjanjian tertulis. Nama, tempat, angka, dan kata yang tidak umum diganti dulu, sejauh saya kenali; isi cerita masih bisa menunjukkan siapa orangnya. Yang dikirim ke sana
            }
           *[here] di mesin klinik sendiri
        }: { $reader ->
            [1] tidak lebih dari itu
           *[0] hanya yang diperlukan
        }, dan hanya kata-kata orang yang setuju.{ $second ->
            [1] {" "}Bila server itu gagal, atau tidak boleh mengerjakan suatu tugas, hal yang sama dikirim ke “{ $other }” ({ $other_model }) { $other_where ->
                [network] di komputer dalam jaringan klinik sendiri
                [remote] { $other_signed ->
                    [1] di komputer di luar klinik, dengan perjanjian tertulis dengan { $other_party }; karena itu nama, tempat, angka, dan kata yang tidak umum diganti dulu untuk keduanya, sejauh saya kenali, dan isi cerita masih bisa menunjukkan siapa orangnya
                   *[0] di komputer di luar klinik, tanpa perjanjian tertulis; karena itu nama, tempat, angka, dan kata yang tidak umum diganti dulu untuk keduanya, sejauh saya kenali, dan isi cerita masih bisa menunjukkan siapa orangnya
                }
               *[here] di mesin klinik sendiri
            }. Siapa yang menyetujui model menyetujui keduanya.
           *[0] {""}
        }{ $before ->
            [0] {""}
           *[other] {" "}Bila `{ $prefix }terjemahkan` membalas pesan yang tidak menyebut siapa yang dibicarakan, pesan sebelumnya ikut dikirim, paling banyak { $before }.
        }
    }
    - Ada dua hal yang dapat disetujui: `{ $prefix }setuju dengar` berarti saya boleh ikut membaca, `{ $prefix }setuju model` berarti kata-kata Anda boleh dikirim ke model. `{ $prefix }setuju` berarti keduanya.
    - { $offers ->
        [1] Selama saya di `{ $prefix }bicara`, saya kadang melihat percakapan tanpa diminta, untuk menaruh gagasan di meja terapis.
       *[0] { $reader ->
            [1] Selain oleh pembaca kedua itu, saya tidak memakai kata-kata tanpa diminta: hanya bila seseorang bertanya kepada saya.
           *[0] Saya tidak memakai kata-kata tanpa diminta: hanya bila seseorang bertanya kepada saya.
        }
    }{ $where ->
        [none] {""}
       *[model] {" "}Bila terapis menyalakan terjemahan langsung, dan itu saya sampaikan di sini, setiap pesan dikirim ke model, satu per satu, untuk diterjemahkan.
    }
    - { $watched ->
        [0] Tidak ada yang ikut hadir tanpa menyetujui.
       *[other] Ikut hadir tanpa menulis, dan tidak perlu menyetujui: { $observers }.
    }
    - Persetujuan Anda berlaku { $days } hari, atau sampai Anda keluar, atau sampai keterangan ini berubah. `{ $prefix }tarik` mengakhirinya seketika dan menghapus kata-kata Anda.
    - Menolak tidak merugikan siapa pun dan tidak perlu alasan: `{ $prefix }tolak`, juga di ruang pribadi kita. Di sini saya tidak menyebut siapa yang belum setuju, menolak, atau menarik persetujuannya; meja terapis melihatnya.{ $leaves_out ->
        [1] {" "}Yang sedang tidak ada dan belum menjawab boleh ditinggal dulu: tulisannya tidak disimpan dan tidak dikirim sampai ia setuju; kata bahaya tetap dicocokkan seperti untuk semua.
       *[0] {""}
    }
    - Terapis bisa melihat tulisan saya lebih dulu daripada Anda, juga di ruang pribadi Anda dengan saya, dan boleh mengubah atau menahannya.{ $minor ->
        [1] {"\u000A"}- Ada anak di bawah umur yang ikut: walinya juga setuju. Saya tidak pernah memberi tahu wali tentang kata bahaya atau alarm.
       *[0] {""}
    }
    - { $controller ->
        [none] Klinik yang menjalankan bot ini bertanggung jawab atas data Anda; untuk mengadu, tanyakan alamatnya kepada terapis.
       *[other] Yang bertanggung jawab atas data Anda: { $controller }.{ $contact ->
            [none] {" "}Untuk mengadu, tanyakan alamatnya kepada terapis.
           *[other] {" "}Pertanyaan dan pengaduan: { $contact }.
        }
    } Anda juga boleh mengadu ke lembaga pelindungan data di negara Anda.
    - Siapa pun dapat mematikan saya dengan `{ $prefix }berhenti`.

## Persetujuan

agree-done =
    { $what ->
        [listen] Terima kasih. Anda setuju saya ikut membaca, tetapi kata-kata Anda tidak dikirim ke model.
        [model] Terima kasih. Anda setuju kata-kata Anda boleh dikirim ke model.
       *[both] Terima kasih, sudah dicatat.
    } { $then ->
        [waiting] Belum semua setuju. Persetujuan bisa ditarik kapan saja dengan `{ $prefix }tarik`.
        [ready] Semua sudah setuju. Terapis dapat mengetik `{ $prefix }dengarkan`.
       *[on] Persetujuan bisa ditarik kapan saja dengan `{ $prefix }tarik`.
    }
agree-old-card = Kartu itu sudah tidak berlaku: isinya telah berubah. Silakan baca kartu terbaru dan balas `setuju` pada kartu itu.
agree-again = Persetujuan ini belum bisa saya hitung: kartu yang berlaku sekarang belum sampai kepada Anda. Silakan baca kartu terbaru di sini, lalu balas `setuju` atau ketik `{ $prefix }setuju`.
agree-type = Aplikasi Anda tidak melindungi pesan mana yang dibalas, jadi belum bisa saya hitung. Mohon ketik `{ $prefix }setuju`.
agree-which = Ketik `{ $prefix }setuju` untuk keduanya, `{ $prefix }setuju dengar` atau `{ $prefix }setuju model` untuk salah satu.
agree-sure = Supaya jelas: `setuju` atau `tidak`? Keduanya tidak apa-apa.
no-stands = Jawaban “tidak” dari Anda berlaku untuk sesi ini, dan itu tidak apa-apa: tidak perlu menjawab lagi. Setelah sesi selesai, atau setelah { $hours } jam, Anda boleh setuju dengan `{ $prefix }setuju` bila mau.
decline-done = Tidak apa-apa, dan tidak perlu alasan. AI tetap mati dan tidak ada kata-kata Anda yang saya simpan. Anda tidak ditanya lagi di sesi ini.
withdraw-done = Selesai. Persetujuan Anda ditarik dan kata-kata Anda dihapus. Untuk setuju lagi: `{ $prefix }setuju`.
withdraw-nothing = Belum ada persetujuan dari Anda, dan tidak ada kata-kata Anda yang saya simpan. Untuk setuju: `{ $prefix }setuju`.

## Menyala dan mati

listen-on = AI menyala: saya ikut membaca dan menjawab bila diminta. Siapa pun boleh mengetik `{ $prefix }berhenti`.
speak-on = AI menyala: saya ikut membaca, menjawab bila diminta, dan kadang menaruh gagasan di meja terapis. Siapa pun boleh mengetik `{ $prefix }berhenti`.
speak-never = Menurut aturan ruang ini, saya tidak boleh menawarkan apa pun tanpa diminta. `{ $prefix }dengarkan` tetap bisa.
speak-unable = Tidak ada yang bisa saya tawarkan: ruang ini tidak punya model bahasa. `{ $prefix }dengarkan` tetap bisa.
disclosure = Sekadar mengingatkan: saya AI, bukan terapis dan bukan manusia. Saya bisa keliru. Siapa pun boleh mengetik `{ $prefix }berhenti`; `{ $prefix }privasi` menjelaskan lebih lanjut.
in-the-room = Itu hanya berlaku di ruang sesi, tempat semua orang bisa melihatnya. Silakan ketik di sana.
at-the-desk = Itu hanya bisa di meja terapis, yang tidak dibaca klien. Silakan ketik di sana.
are-you-ai = Saya AI, sebuah program komputer. Saya bukan manusia dan bukan terapis, dan saya bisa keliru. Untuk berbicara dengan manusia, tulislah kepada terapis di ruang sesi.
listen-needs = Belum bisa: belum semua setuju. Masing-masing boleh membalas kartu dengan `setuju` atau `tidak`, kapan saja. Keduanya tidak apa-apa.
listen-needs-desk =
    Belum bisa. { $people ->
        [none] {""}
       *[other] Yang belum setuju: { $people }. Di ruang sesi saya tidak menyebut nama; mohon jangan tanyakan di depan orang lain.
    }{ $guardian ->
        [1] {" "}Ada anak di bawah umur, dan persetujuan walinya belum ada: operator dapat mencatatnya di berkas ruang ini (`guardian`).
       *[0] {""}
    }{ $without ->
        [1] {" "}Untuk mulai tanpa yang sedang tidak ada, ketik `{ $prefix }dengarkan tanpa` di sini: tulisannya tidak disimpan dan tidak dikirim sampai mereka setuju.
       *[0] {""}
    }
listen-without = AI aktif, tanpa: { $people }. Tulisan mereka tidak disimpan dan tidak dikirim ke model sampai mereka setuju; kata bahaya tetap dicocokkan seperti untuk semua. Mereka tetap bisa membaca isi ruang ini.
without-never = Menurut kebijakan ruang ini, saya baru mulai setelah semua setuju.
without-refused = Tidak bisa tanpa { $people }: jawaban “tidak” atau persetujuan yang ditarik adalah jawaban, bukan ketidakhadiran. AI tetap nonaktif di sesi ini selama mereka ada di ruang.
without-nobody = Kalau begitu tidak ada klien yang tersisa untuk sesi ini. Mohon tunggu sampai ada yang setuju.
listen-already = Saya sudah menyala. `{ $prefix }status` menunjukkan keadaannya.
listen-never = Menurut aturan ruang ini, AI tetap mati. Glosarium tetap bisa dipakai: `{ $prefix }jelaskan ruminasi`.
type-again = Saya sedang terputus ketika Anda mengetik ini. Silakan ketik sekali lagi.
two-texts = Pesan ini tampil berbeda di aplikasi yang berbeda, jadi saya tidak menjalankannya. Silakan ketik sekali lagi tanpa pemformatan.
edited-meanwhile = Anda sudah mengubah pesan ini, jadi saya tidak menjalankannya. Silakan ketik sekali lagi sebagai pesan baru.
unreadable = Pesan ini tidak bisa saya baca: kuncinya belum sampai. Bila ditujukan kepada saya, silakan kirim sekali lagi.
send-again = Ini baru sekarang bisa saya baca, jadi belum saya lakukan. Silakan ketik sekali lagi.
off-already = AI sudah mati. Terapis dapat menyalakannya dengan `{ $prefix }dengarkan`.
floor-off = AI mati. Mulai sekarang saya tidak menyimpan apa pun. Terapis dapat menyalakan saya dengan `{ $prefix }dengarkan`.
desk-no = AI tetap nonaktif: { $people } tidak setuju atau menarik persetujuannya. Itu haknya dan tidak perlu alasan. Ruang sesi tidak tahu siapa; mohon jangan dibicarakan di depan orang lain.
floor-off-newcomer = AI mati: { $person } baru bergabung. AI dapat dinyalakan lagi dengan `{ $prefix }dengarkan` setelah semua setuju.
floor-off-changed = AI mati: orang atau aturan di ruang ini berubah. Mohon baca kartunya dan setujui lagi bila diminta.
floor-off-therapist-left = AI mati: { $person } keluar dari ruang ini. Terapis dapat menyalakannya lagi dengan `{ $prefix }dengarkan`.
desk-floor-off-left = AI nonaktif: { $person } keluar atau dikeluarkan dari ruang sesi. Kartu yang masih terbuka tidak berlaku lagi. Untuk lanjut dengan yang ada, ketik `{ $prefix }dengarkan`.
desk-floor-off-newcomer = AI nonaktif: { $person } baru bergabung di ruang sesi dan sudah menerima kartu persetujuan. Kartu yang masih terbuka tidak berlaku lagi. Setelah semua setuju, ketik `{ $prefix }dengarkan`.
desk-floor-off-changed = AI nonaktif: ada yang masuk atau keluar dari ruang sesi tanpa saya lihat. Ketik `{ $prefix }status` untuk melihat siapa yang ada dan siapa yang sudah setuju, lalu `{ $prefix }dengarkan`.
floor-off-expired = AI mati: ada persetujuan yang habis masanya. Yang ingin lanjut dapat membalas kartu dengan `setuju`; setelah itu terapis dapat menyalakannya.
desk-floor-off-expired = AI nonaktif. Persetujuan yang habis masanya: { $people }. Ruang sesi tidak mendengar nama.
floor-off-idle = AI mati: tidak ada yang menulis selama { $minutes } menit. Terapis dapat menyalakannya dengan `{ $prefix }dengarkan`.
floor-off-absence = AI mati: terapis tidak menulis selama { $minutes } menit. Terapis dapat menyalakannya dengan `{ $prefix }dengarkan`.
floor-off-unread = AI mati: sesuatu yang terjadi di sini tidak terbaca. Mungkin itu permintaan berhenti. Terapis dapat menyalakan saya dengan `{ $prefix }dengarkan`.
floor-off-away = AI mati: saya terputus { $since }–{ $until } dan tidak mendengar apa-apa. Terapis dapat menyalakan saya dengan `{ $prefix }dengarkan`.

## Ruang

room-not-encrypted = Ruang ini tidak terenkripsi, jadi saya tidak bisa tinggal. Silakan buat ruang privat yang terenkripsi dan undang saya ke sana.
room-public = Siapa pun bisa masuk ke ruang ini, jadi saya tidak bisa tinggal. Silakan ubah menjadi “hanya dengan undangan” dan undang saya lagi.
room-history = Orang baru bisa membaca apa yang dibicarakan sebelum mereka datang, jadi saya tetap nonaktif dan persetujuan belum dihitung. Di Element: Pengaturan Ruangan, “Keamanan & Privasi”, “Siapa yang dapat membaca riwayat?”, “Anggota sejak diundang”, atau “Anggota saja (sejak mereka bergabung)” bila diminta klinik. Setelah itu saya mulai sendiri.
room-alone = Di sini hanya ada Anda dan saya, jadi ini belum menjadi sesi. Silakan undang orang yang akan ikut: sesi dimulai saat yang pertama datang. Untuk memulai di ruang lain, undang saya ke sana.
room-alone-history = Di sini hanya ada Anda dan saya, jadi ini bukan sesi. Untuk sesi, silakan buat ruang terenkripsi dengan riwayat “Anggota sejak diundang”, lalu undang orang yang akan ikut dan saya.
room-replaced = Ruang ini sudah diganti dengan ruang baru, jadi AI di sini mati seterusnya. Terapis dapat mengundang saya ke ruang baru; di sana semua menyetujui lagi dari awal.
desk-replaced = Meja ini ditutup: ruang sesinya sudah diganti. { $alarms ->
        [0] Yang diketik di sini tidak berpengaruh lagi.
       *[1] Hanya `{ $prefix }tanggapi` yang masih berlaku di sini.
    } Silakan undang saya ke ruang yang baru: di sana ada meja sendiri.
room-no-policy = Ruang ini tidak ada dalam aturan klinik, jadi saya tidak bisa tinggal. Silakan minta operator menambahkannya, lalu undang saya lagi.

## Jawaban

answer =
    { answer-label }

    { $answer }{ $cut ->
        [1]
        {"\u000A\u000A"}_Aslinya lebih panjang; saya potong di sini._
       *[0] {""}
    }{ $task ->
        [express]
        {"\u000A\u000A"}_Pakai salah satu, ubah, atau abaikan. Saya tidak mengirim apa pun atas nama Anda._
       *[other] {""}
    }{ $human ->
        [1]
        {"\u000A\u000A"}_Untuk berbicara dengan manusia, hubungi terapis di sini atau telepon klinik._
       *[0] {""}
    }
answer-live =
    { $answer }{ $cut ->
        [1]
        {"\u000A"}_Aslinya lebih panjang; saya potong di sini._
       *[0] {""}
    }{ $human ->
        [1]
        {"\u000A"}_Untuk berbicara dengan manusia, hubungi terapis di sini atau telepon klinik._
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
answer-dropped = Pesan yang ditanyakan sudah berubah, jadi jawabannya saya batalkan. Silakan tanyakan lagi.
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
        {"\u000A"}Untuk kata lain di pesan itu: `{ $prefix }jelaskan` dan katanya.
       *[0] {""}
    }
glossary-entry =
    __{ $term }__: { $plain }
    _Contoh:_ { $example }{ $source ->
        [none] {""}
       *[other] {"\u000A"}_Sumber:_ { $source }
    }

## Tanggapan atas jawaban

follow-gone = Dasar jawaban itu sudah berubah atau tidak ada lagi, jadi saya tidak bisa menyampaikannya dengan cara lain. Silakan ketik lagi perintahnya.
follow-glossary = Hanya itu yang ada di glosarium saya, dan di sini tidak ada model bahasa. Terapis Anda dapat menjelaskan lebih jauh.

## Yang belum ada

explain-what = Apa yang perlu saya jelaskan? Ketik `{ $prefix }jelaskan ruminasi`, atau balas sebuah pesan dengan `{ $prefix }jelaskan`.
explain-unknown =
    { $some ->
        [0] Istilah itu tidak ada di glosarium saya, dan di sini tidak ada model bahasa. Operator dapat memasangnya di mesin ini.
       *[other] Istilah itu tidak ada di glosarium saya. Apakah maksud Anda: { $near }? Untuk yang lain, operator dapat memasang model bahasa.
    }
translate-what = Apa yang perlu saya terjemahkan? Ketik `{ $prefix }terjemahkan inggris selamat pagi`, atau balas sebuah pesan dengan `{ $prefix }terjemahkan`.
express-what = Ketik kata-kata Anda apa adanya di belakangnya, misalnya `{ $prefix }ungkapkan aku capek banget`. Anda yang memilih atau membuang tawaran saya.
ask-what = Ketik pertanyaan Anda di belakangnya, misalnya `{ $prefix }tanya apa yang tadi kita sepakati?`
about-unseen = Pesan itu tidak bisa saya pakai: berupa gambar, rekaman, atau berkas, ditulis saat saya mati, sebelum penulisnya setuju, atau sudah terlalu lama. Anda dapat menyalin kata-katanya di belakang perintah.
which-words = Aplikasi Anda tidak melindungi pesan mana yang dibalas, jadi saya tidak yakin pesan mana yang Anda maksud. Mohon ketik sebagai pesan baru, bukan balasan, dengan kata-kata yang Anda maksud: `{ $prefix }{ $name } …`.
which-answer =
    Aplikasi Anda tidak melindungi pesan mana yang dibalas, jadi saya tidak yakin jawaban mana yang Anda maksud. Mohon sebut kodenya:
    { $answers }
which-answer-line = `{ $prefix }{ $name } { $code }` ({ $time })
too-long = Itu terlalu panjang bagi saya. Mohon paling banyak { $most } karakter.
help-what = Tidak ada perintah dengan nama itu. `{ $prefix }bantuan` menunjukkan yang bisa Anda pakai.
type-exactly = Saya tidak yakin ini untuk saya. Mohon ketik persis seperti ini: `{ $prefix }{ $near }`.
unknown-command =
    { $near ->
        [none] Perintah itu tidak saya kenal. `{ $prefix }bantuan` menunjukkan yang bisa Anda pakai.
       *[other] Perintah itu tidak saya kenal. Apakah maksud Anda `{ $prefix }{ $near }`? `{ $prefix }bantuan` menunjukkan semuanya.
    }

## Belum bisa, atau bukan untuk Anda

needs-listen = Itu bisa saya lakukan saat AI menyala. Terapis dapat menyalakannya dengan `{ $prefix }dengarkan`.
needs-model = Untuk itu ada kata-kata yang dikirim ke model, dan itu perlu persetujuan tersendiri: `{ $prefix }setuju model`. Tanpa itu pun, yang tidak memakai model tetap bisa: `{ $prefix }jelaskan ruminasi`.
not-permitted = Di sini hanya terapis yang dapat memakainya. `{ $prefix }bantuan` menunjukkan yang bisa Anda pakai.
not-here = Perintah ini tidak dipakai di ruang ini. `{ $prefix }bantuan` menunjukkan yang bisa Anda pakai.
verify-first = Saya belum yakin perangkat ini milik Anda. Silakan verifikasi di aplikasi Anda (Pengaturan: Enkripsi, Perangkat, atau Keamanan), lalu ketik lagi. `{ $prefix }berhenti` selalu bisa dipakai.
verify-bot = Saya program, jadi tidak bisa mencocokkan emoji dengan Anda. Untuk memastikan bahwa ini saya, tanyakan sidik jari saya (fingerprint) dan cara mencocokkannya kepada klinik: Element di komputer menampilkannya. Tanpa itu pun semuanya berjalan seperti biasa.
identity-changed = Identitas keamanan akun Anda bukan yang saya kenal. Jika Anda mengatur ulang sendiri, beri tahu klinik agar operator dapat mengonfirmasinya; jika bukan, segera beri tahu mereka. `{ $prefix }berhenti` selalu bisa dipakai.

## Bila model tidak menjawab

trouble-busy = Model sedang sibuk. Silakan coba lagi sebentar lagi.
trouble-refused = Server model tidak menerima yang saya kirim. Mengulanginya tidak akan membantu; mohon beri tahu operator.
trouble-down = Server model tidak menjawab. Silakan coba lagi nanti, dan beri tahu operator bila tetap begitu.
trouble-slow = Model terlalu lama, jadi saya berhenti menunggu. Silakan coba lagi, mungkin dengan kata-kata yang lebih sedikit.
trouble-empty = Model tidak memberi jawaban yang bisa saya tampilkan. Silakan coba lagi, dengan kata-kata lain bila ada yang Anda tuliskan.
trouble-cut = Jawaban model terputus sebelum selesai, jadi tidak saya tampilkan. Silakan minta lebih sedikit sekaligus, atau beri tahu operator.
trouble-declined = Model tidak mau menjawab ini. Mungkin kata-kata lain bisa membantu.
trouble-filtered = Penyaring di server model tidak meloloskan ini. Mungkin kata-kata lain bisa membantu.
trouble-long = Ini lebih banyak daripada yang bisa dibaca model sekaligus. Silakan minta lebih sedikit, atau beri tahu operator.
trouble-spent = Kuota akun klinik di server model sudah habis. Mohon beri tahu operator.
held-back = { $task ->
    [explain] Sebuah penjelasan
   *[translate] Sebuah terjemahan
    } tidak ditampilkan: { $why ->
    [refused] model menolak, atau menjawab pesannya
    [tongue] bahasanya bukan yang diminta
    [shape] panjangnya tidak sesuai teks, atau paragrafnya lain
    [turned] isinya menyangkal bahaya yang tidak disangkal teksnya, atau sebaliknya
    [long] jauh lebih panjang daripada teksnya
    [echo] teksnya masih ada di dalamnya, belum diterjemahkan
    [same] isinya teks itu lagi
    [rules] isinya mengulang petunjuk untuk model
    [ours] bentuknya seperti baris saya sendiri
    [loop] isinya beberapa kata yang sama berulang-ulang
    [term] istilahnya tidak disebut
    [failed] model tidak memberi jawaban
   *[empty] tidak ada isinya yang bisa dibaca
    }. Yang meminta hanya tahu bahwa tidak ada yang bisa ditampilkan. Bila sering terjadi, operator dapat memeriksa modelnya.
not-served = Model ruang ini tidak disiapkan untuk itu, jadi tidak ada yang saya kirim. Perintah lain tetap bisa; operator dapat mengizinkan yang ini, atau menambah model untuknya.
translate-unable = Saya tidak bisa menerjemahkan: ruang ini tidak punya model bahasa. Operator dapat memasangnya di mesin ini.
ask-unable = Saya tidak bisa menjawab pertanyaan: ruang ini tidak punya model bahasa. Operator dapat memasangnya di mesin ini.
explain-unable = Istilah itu tidak ada di glosarium saya, dan di sini tidak ada model bahasa. Operator dapat memasangnya di mesin ini.
express-unable =
    Kata-kata itu tidak bisa saya ungkapkan dengan cara lain tanpa menambahkan sesuatu.
    Apakah salah satu dari ini? { $choices }
    Kalau ya, ketik misalnya `{ $prefix }ungkapkan aku { $first } kalau ...`. Atau sampaikan apa adanya kepada terapis: itu sudah cukup.
express-to-person = Ini sebaiknya didengar manusia, bukan saya. Anda tidak perlu kata yang lebih bagus: cukup sampaikan kepada { $people }, atau kepada orang yang Anda percaya, persis seperti yang Anda tulis.

## Bantuan

help =
    __Yang bisa Anda ketik di sini__
    { $commands }
    `{ $prefix }bantuan jelaskan` memberi tahu lebih banyak tentang satu perintah{ $whole ->
        [1] .
       *[0] , `{ $prefix }bantuan semua` menunjukkan sisanya.
    }
help-help = `{ $prefix }bantuan`: yang bisa Anda lakukan sekarang
    .more = `{ $prefix }bantuan` menunjukkan yang bisa Anda lakukan sekarang, `{ $prefix }bantuan semua` semuanya. `{ $prefix }bantuan jelaskan` memberi tahu lebih banyak tentang satu perintah.
help-status = `{ $prefix }status`: apakah AI menyala, apakah semua setuju, ke mana kata-kata pergi
    .more = `{ $prefix }status` menunjukkan apakah AI menyala, apakah semua sudah setuju (di meja: siapa untuk apa), model mana yang dipakai, dan berapa banyak yang saya simpan.
help-policy = `{ $prefix }kebijakan`: aturan ruang ini
    .more = `{ $prefix }kebijakan` menunjukkan setiap aturan ruang ini dan berkas asalnya.
help-privacy = `{ $prefix }privasi`: apa yang saya lakukan dengan kata-kata
    .more = `{ $prefix }privasi` menunjukkan selengkapnya apa yang saya simpan, berapa lama, dan ke mana kata-kata pergi.
help-agree = `{ $prefix }setuju`: ya untuk diri sendiri
    .more = `{ $prefix }setuju` berarti setuju keduanya: saya ikut membaca, dan kata-kata Anda boleh dikirim ke model. `{ $prefix }setuju dengar` atau `{ $prefix }setuju model` untuk salah satu. Berlaku untuk Anda sendiri.
help-decline = `{ $prefix }tolak`: tidak untuk diri sendiri
    .more = `{ $prefix }tolak`, atau `tidak` sebagai balasan ke kartu, berarti tidak, di sini atau di ruang pribadi kita. AI tetap mati, hanya terapis yang tahu siapa, dan itu berlaku untuk sesi ini. Anda tidak perlu alasan.
help-withdraw = `{ $prefix }tarik`: menarik persetujuan
    .more = `{ $prefix }tarik` menarik persetujuan Anda. AI mati dan kata-kata Anda langsung dihapus. Tidak perlu izin siapa pun.
help-stop = `{ $prefix }berhenti`: matikan AI seketika
    .more = `{ $prefix }berhenti` mematikan AI seketika, juga di tengah jawaban. Siapa pun boleh. Kata `berhenti` sebagai balasan kepada saya juga cukup.
help-listen = `{ $prefix }dengarkan`: nyalakan AI
    .more = `{ $prefix }dengarkan` menyalakan AI setelah semua setuju. AI ikut membaca dan menjawab bila diminta. Mengetiknya sekaligus persetujuan Anda sendiri.
help-off = `{ $prefix }matikan`: matikan AI
    .more = `{ $prefix }matikan` mematikan AI. AI tidak menyimpan apa pun dan tidak bertanya kepada model.
help-explain = `{ $prefix }jelaskan ruminasi`: istilah dengan kata sederhana
    .more = `{ $prefix }jelaskan ruminasi` menjelaskan istilah dengan kata sederhana, pertama-tama dari glosarium. Sebagai balasan atas pesan, istilah di dalamnya yang dijelaskan. Bisa juga sebut nama saya dan tanya: apa itu ruminasi? Masih sulit? Balas jawaban saya dengan `lebih sederhana`, `lebih singkat`, `contohnya`, atau `nggak ngerti`.
help-translate = `{ $prefix }terjemahkan inggris selamat pagi`: terjemahkan
    .more = `{ $prefix }terjemahkan inggris selamat pagi` menerjemahkan ke bahasa yang Anda sebut. Sebagai balasan, `{ $prefix }terjemahkan` menerjemahkan pesan itu. Terapis dapat mengetik `{ $prefix }terjemahkan otomatis id en`: setiap pesan diterjemahkan begitu ditulis, sampai `{ $prefix }terjemahkan otomatis mati`.
help-express = `{ $prefix }ungkapkan aku capek banget`: mencari kata
    .more = `{ $prefix }ungkapkan` lalu kata-kata Anda apa adanya: saya menawarkan dua atau tiga cara mengatakannya, dalam bahasa Anda. Pilih, ubah, atau buang. Balas `lebih sederhana` atau `lebih singkat` untuk yang lain.
help-ask = `{ $prefix }tanya apa yang tadi kita sepakati?`: bertanya tentang pembicaraan
    .more = `{ $prefix }tanya` lalu pertanyaan: saya menjawab hanya dari pesan-pesan terakhir. Menyebut saya dengan sebuah pertanyaan juga bisa.

## Keadaan

status =
    __AI: { $floor ->
        [listen] menyala (ikut membaca, menjawab bila diminta)
        [speak] menyala (boleh juga menawarkan sesuatu)
       *[off] mati
    }{ $frozen ->
        [1] {""}: operator klinik menghentikannya untuk memeriksa sesuatu
       *[0] {""}
    }__
    { $named ->
        [1]
        Setuju dibaca: { $readers ->
            [0] belum ada
           *[other] { $listen }
        }
        Setuju ke model: { $senders ->
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
        [none] tidak ada, kata-kata tetap di bot ini
        [here] “{ $backend }” di mesin ini
        [network] “{ $backend }” di jaringan klinik sendiri
       *[remote] “{ $backend }” di luar klinik{ $signed ->
            [1] , dengan perjanjian dengan { $party }
           *[0] , tanpa perjanjian
        }; nama diganti lebih dulu
    }{ $second ->
        [1]
        {"\u000A"}Bila itu gagal atau tidak boleh: { $other_where ->
            [demo] “{ $other }” di mesin ini
            [here] “{ $other }” di mesin ini
            [network] “{ $other }” di jaringan klinik sendiri
           *[remote] “{ $other }” di luar klinik{ $other_signed ->
                [1] , dengan perjanjian dengan { $other_party }
               *[0] , tanpa perjanjian
            }; nama diganti lebih dulu, untuk keduanya
        }
       *[0] {""}
    }
    Tulisannya: { $checked ->
        [never] tidak pernah tampil di ruang ini
        [simulated] simulasi, hanya terlihat oleh terapis
        [all] dilihat terapis lebih dulu
       *[asked] jawaban tampil langsung; yang tidak diminta dilihat terapis dulu
    }{ $drafts ->
        [none] {""}
       *[other] {" "}(menunggu di meja: { $drafts })
    }{ $reader ->
        [1]
        {"\u000A"}Pembaca kedua untuk bahaya: sebuah model, di samping daftar (ditanya { $watched }, tanpa jawaban jelas { $unclear }; { $read } token hari ini)
       *[0] {""}
    }{ $ideas ->
        [1]
        {"\u000A"}Gagasan tanpa diminta di meja ini: { $offers } dari paling banyak { $most }; mencarinya memakai { $spent } dari { $tokens } token
       *[0] {""}
    }{ $interpreting ->
        [none] {""}
       *[other]
        {"\u000A"}Terjemahan langsung: { $interpreting }, { $live ->
            [once] langsung tampil
            [cards] dilihat terapis lebih dulu
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
    Disimpan kini: { $lines } dari paling banyak { $messages } pesan, selama { $minutes } menit{ $kept ->
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
        [no] Tulisan AI tidak boleh tampil di ruang ini, jadi jawabannya hanya sampai kepada { $people }.
       *[yes] { $own ->
            [1] Jawabannya datang ke meja Anda lebih dulu.
           *[0] { $people } akan melihatnya lebih dulu.
        }
    }
approval-asked-again =
    { approval-about }Pesannya Anda ubah, jadi saya tanyakan lagi. { $own ->
        [1] Jawabannya datang ke meja Anda lebih dulu.
       *[0] { $people } akan melihatnya lebih dulu.
    }
approval-let-out = { approval-about }Sudah dilihat, dan dikirim.
approval-not-let-out =
    { approval-about }{ $own ->
        [1] Tidak dikirim.
       *[0] Tidak dikirim. Silakan tanyakan kepada { $people }, atau tanyakan lagi kepada saya.
    }
approval-taken-back = { approval-about }Sudah dikirim, lalu ditarik kembali. Mohon jangan dijadikan pegangan.
outcome-held-back =
    __{ $code }__ tidak jadi terkirim, meski sudah Anda izinkan: { $why ->
        [floor-off] AI sudah dinonaktifkan lebih dulu.
       *[withdrawn] dasarnya sudah tidak ada.
    } Tidak ada yang sempat membacanya.
desk-agreed = Semua sudah setuju. Anda bisa mengetik `{ $prefix }dengarkan`.
desk-greeting =
    __Ini meja terapis.__ Di sini hanya ada terapis dan saya. { $posts ->
        [no] Tulisan AI hanya sampai di sini; tidak boleh tampil di ruang sesi.
       *[yes] Sebelum AI berkata apa pun di ruang sesi, saya tunjukkan dulu di sini.
    }
    Jawab kartu dengan membalasnya: `ya` mengirimnya, `tidak` membatalkannya, tulisan lain menjadi kalimat Anda sendiri, yang saya tunjukkan sekali lagi. Selama hanya satu kartu yang menunggu, `ya` cukup tanpa membalas; selain itu `ya K1`.
    Perintah juga bisa diketik di sini tanpa terlihat klien: `{ $prefix }bantuan`.
card-draft =
    { $heading }

    { $answer }{ $cut ->
        [1] {" "}…
       *[0] {""}
    }

    { $doubt ->
        [medication] __Mohon periksa dua kali: ini menyebut obat atau dosis.__{"\u000A"}
        [diagnosis] __Mohon periksa dua kali: ini tampaknya menyebut diagnosis.__{"\u000A"}
        [risk] __Mohon periksa dua kali: ini tampaknya menilai besarnya bahaya.__{"\u000A"}
        [danger] __Mohon dibaca pelan-pelan: kata-kata ini mungkin menandakan bahaya.__{"\u000A"}
        [placeholder] __Ada penanda nama yang tidak merujuk kepada siapa pun di sini, jadi tidak bisa dikirim begitu saja. Mohon balas dengan kalimat Anda sendiri.__{"\u000A"}
       *[none] {""}
    }{ $edited ->
        [1] Kalimat terapis.{" "}
       *[0] { $source ->
            [embedded] Kalimat bawaan, tanpa model.{" "}
           *[model] {""}
        }
    }{ $posts ->
        [never] Aturan melarang tulisan AI di ruang sesi: sampaikan dengan kata-kata Anda sendiri. `tidak` membatalkannya.
        [simulated] __SIMULASI__: tidak ada yang dikirim. `ya`, `tidak`, atau kalimat Anda sendiri?
       *[yes] `ya`, `tidak`, atau kalimat Anda sendiri?
    }{ $newer ->
        [0] {""}
       *[other] {" "}{ $newer } pesan lebih baru.
    }{ $tokens ->
        [0] {""}
       *[other] {" "}_Sekitar { $tokens } token; jatah hari ini terpakai { $used } %._
    }
card-heading =
    __{ $code }__ · { $task ->
        [offer] { offer-kind }: { $links }
        [explain] { $person }, minta penjelasan
        [translate] { $person }, minta terjemahan
        [interpret] { $person }, terjemahan langsung
        [express] { $person }, mencari kata
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
        [express] { $person }, mencari kata
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
        [timed-out] tidak ada yang menjawab pada waktunya, { $time }
        [outdated] pembicaraan atau orang di ruang ini sudah berganti, { $time }
        [changed] pesan yang mendasarinya berubah, { $time }
        [withdrawn] pesan atau persetujuan yang mendasarinya sudah tidak ada, { $time }
       *[floor-off] AI dimatikan, { $time }
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
        [timed-out] menunggu terlalu lama, jadi dibatalkan, { $time }.
        [outdated] pembicaraan atau orang di ruang ini sudah berganti, jadi dibatalkan, { $time }.
        [changed] pesan yang mendasarinya berubah, jadi dibatalkan, { $time }.
        [withdrawn] pesan atau persetujuan yang mendasarinya sudah tidak ada, jadi dibatalkan, { $time }.
       *[floor-off] AI dimatikan, jadi dibatalkan, { $time }.
    } { $again ->
        [1] Balas `lagi` pada kartunya untuk draf baru.
       *[0] Tidak ada yang dikirim sekarang.
    }
card-open = { $code } masih menunggu. Balas `ya`, `tidak`, atau kalimat Anda sendiri.
card-again = Saya tanyakan sekali lagi; draf barunya muncul di sini.
poll-question = { $code }: kirim? Pilihan terakhir berlaku setelah { $seconds } detik. Membalas kartunya juga bisa.
poll-yes = Kirim
poll-no = Batalkan
poll-over = { $code }: pilihan tidak dihitung lagi. Silakan balas kartunya.
vote-again = { $code }: belum pasti pilihan Anda masih berlaku, jadi tidak saya hitung. Silakan pilih sekali lagi, atau balas kartunya dengan `ya` atau `tidak`.
card-which =
    Kartu yang mana? Yang menunggu di sini:
    { $cards }
    Silakan balas kartunya, atau sebut kodenya: `ya { $code }`, `tidak { $code }`.
card-unclear = { $code }: itu belum saya anggap ya atau tidak, jadi belum terjadi apa-apa. `ya` mengirimnya, `tidak` membatalkannya. Kalimat Anda sendiri terdiri dari empat kata atau lebih, atau diawali `tulis:`.
card-name-it = Aplikasi Anda tidak melindungi kartu mana yang dibalas, jadi belum bisa saya hitung. Mohon sebut kartunya: `ya { $code }` atau `tidak { $code }`.
card-reaction = { $code }: mohon balas `ya` atau `tidak` ke kartunya. Reaksi tidak saya hitung: reaksi tidak terenkripsi, jadi server dapat membuatnya sendiri.
card-empty = { $code }: tidak ada yang bisa dikirim dari kalimat itu. Silakan tulis dengan teks biasa.
card-placeholder = { $code } memuat penanda nama yang tidak merujuk kepada siapa pun di sini, jadi tidak bisa saya kirim. Mohon balas dengan kalimat Anda sendiri, atau `tidak`.
card-never = { $code }: aturan melarang tulisan AI di ruang sesi, jadi tidak bisa saya kirim. Anda bisa menyampaikannya dengan kata-kata sendiri.
simulated =
    __SIMULASI · tidak dikirim.__ Ini yang akan tampil di ruang sesi:

    { $answer }
card-wrong =
    __{ $code }__ · { $person } mengatakan pesan AI ini keliru: { $link }
    Anda bisa menariknya dengan `{ $prefix }cabut { $code }`, lalu sampaikan yang benar di ruang sesi.
card-wrong-glossary =
    __Glosarium__ · { $person } mengatakan jawaban ini keliru: { $term } · { $link }
    { $whose ->
        [clinic] Ini teks klinik Anda sendiri; operator bisa mengubahnya.
       *[built-in] Ini teks Third Chair sendiri; operator bisa menggantinya dengan teks klinik Anda.
    } Mohon sampaikan yang benar di ruang sesi.
wrong-what = Silakan balas pesan saya yang Anda maksud dengan `{ $prefix }keliru`. Istilah glosarium bisa disebut langsung: `{ $prefix }keliru ruminasi`.
wrong-done = Terima kasih sudah mengatakannya. { $people } sudah diberi tahu.
retract-what = Silakan balas pesan AI yang Anda maksud dengan `{ $prefix }cabut`, atau sebut kodenya di meja: `{ $prefix }cabut K1`.
retract-done = { $code } sudah dihapus, dan ruang sesi sudah diberi tahu.
retracted = { $person } menarik kembali pesan AI pukul { $link }. Mohon jangan dijadikan pegangan.

## Alarm dan penyelia

alarm-wordless = __Ada alarm yang menunggu di meja ini.__ Isinya hanya saya tampilkan di perangkat yang terverifikasi, dan perangkat Anda belum. Silakan verifikasi perangkat ini di aplikasi Anda (Pengaturan: Enkripsi, Perangkat, atau Keamanan), dan sementara itu perhatikan orang-orang di ruang Anda.
desk-deaf = Aplikasi { $person } belum bisa membaca tulisan saya: tidak ada perangkatnya yang terverifikasi. Yang terlihat hanya kartu dan beberapa kalimat tetap, bukan jawaban. Mohon bantu memverifikasinya di aplikasi (Pengaturan: Enkripsi, Perangkat, atau Keamanan). Setelah itu kartunya saya tampilkan lagi.
alarm-identity-changed =
    __{ $code }__ · Identitas keamanan { $person } bukan yang saya kenal. Perintahnya tidak berlaku sampai operator memastikannya.
    Mohon tanyakan kepadanya, bukan lewat Matrix, apakah ia mengaturnya ulang. Lalu ketik `{ $prefix }tanggapi` di sini.
paused = Masih ada alarm yang belum ditanggapi, jadi AI diam di sini. Mohon lihat alarmnya dan ketik `{ $prefix }tanggapi`; sementara itu `{ $prefix }terjemahkan` tetap bisa dipakai.
for-a-person = Kata-kata ini sebaiknya didengar manusia, bukan saya.
card-paused = { $code }: masih ada alarm yang belum ditanggapi. Mohon lihat dan ketik `{ $prefix }tanggapi` dulu; setelah itu balas kartu ini lagi.
alarm-tripwire-broken =
    __{ $code }__ · { $times ->
        [1] Sebuah pesan
       *[other] { $times } pesan
    } { $person } tidak bisa dicocokkan dengan daftar kata bahaya. { $place ->
        [direct] Pesan itu di ruang pribadinya: Anda tidak bisa melihatnya. Mohon tanyakan keadaannya, berdua saja,
       *[other] Mohon baca sendiri sekarang,
    } dan beri tahu operator. Lalu ketik `{ $prefix }tanggapi { $code }` di sini.
ack-nothing = Tidak ada yang perlu ditanggapi.
ack-done =
    Sudah ditanggapi:
    { $lines }
ack-which =
    Yang mana? Mohon ketik `{ $prefix }tanggapi` dan kodenya, atau `{ $prefix }tanggapi semua`.
    { $lines }
ack-line = { $drill ->
        [1] { drill-mark }
       *[0] {""}
    }__{ $code }__ · { $reason ->
        [crisis] { $person }: { danger-kind }
        [second-reader] { $person }: ditemukan sebuah model
        [tripwire-broken] sebuah pesan tidak bisa dicocokkan
       *[identity-changed] sebuah identitas keamanan berubah
    }{ danger-place }
alarm-taken = { $code }: { $person }, kontak kedua Anda, sudah menjawab dan mengurusnya. Mohon hubungi { $person } sekarang.
drill-waits = Masih ada alarm yang belum ditanggapi. Mohon tanggapi dulu; setelah itu ketik `{ $prefix }latihan` lagi.
supervisor-session = Ruang { $room }: sesi selesai setelah { $minutes } menit. Diminta { $asked }, disetujui { $approved } (diubah { $edited }), dibatalkan { $refused }, kedaluwarsa { $lapsed }, dianggap keliru { $wrong }, ditarik { $retracted }.{ $watched ->
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
       *[other] Kontak kedua dipanggil; mohon bersama mereka pastikan orang itu aman, tanpa terapisnya.
    }
notice-about-therapist = Ruang { $room }: seseorang menulis tentang terapisnya, dan kata-katanya mungkin menandakan sesuatu yang buruk. Terapis itu tidak diberi tahu. Mohon tanyakan keadaan orang itu, tanpa terapisnya.
supervisor-unreadable =
    Ruang { $room }: { $source ->
        [room] catatan saya tentang sesi ini tidak terbaca, jadi saya tidak ikut serta. Apa yang dikatakan di sana menunggu.
        [inbox] sesuatu yang terjadi di sana tidak terbaca, jadi AI mati sampai terapis menyalakannya.
       *[job] sesuatu yang harus saya lakukan di sana tidak terbaca, jadi tidak dilakukan.
    } Mohon minta operator memeriksanya.
supervisor-unsaid = Ruang { $room }: saya tidak bisa berbicara di meja terapis atau ruang pribadi ({ $reason }). Mohon minta operator memeriksanya.

## Ruang pribadi

express-direct = Saya sudah mengundang Anda ke ruang yang hanya berisi Anda dan saya. Ketik `{ $prefix }ungkapkan` dan kata-kata Anda di sana; atau ketik di sini, misalnya `{ $prefix }ungkapkan aku capek banget`.
direct-greeting =
    __Ruang ini hanya untuk Anda dan saya.__ Ketik `{ $prefix }ungkapkan` dan kata-kata Anda apa adanya, lalu saya carikan cara menyampaikannya. { $watched ->
        [1] Hasilnya dilihat { $people } lebih dulu.
       *[0] Yang lain tidak melihatnya.
    }
    { $compared ->
        [0] Tidak ada orang lain yang membaca tulisan Anda di sini, dan tidak ada yang saya cocokkan: kalau mendesak, hubungi orang langsung. `{ $prefix }bersihkan` menghapus semua tulisan saya di sini.
       *[1] Tidak ada orang lain yang membaca tulisan Anda di sini. Saya mencocokkannya dengan daftar kata bahaya, juga saat AI mati; kalau ada yang cocok, { $people } saya panggil. Sering kali ada yang terlewat, jadi jangan bergantung padanya: kalau mendesak, hubungi orang langsung. `{ $prefix }berhenti` di sini mengakhirinya; `{ $prefix }bersihkan` menghapus semua tulisan saya di sini.
    }
direct-unread = Tidak ada yang membaca ini. Saya hanya mencocokkannya dengan daftar kata bahaya, dan tidak ada yang cocok; sering kali yang penting terlewat. Kalau Anda butuh seseorang, silakan tulis kepada terapis Anda atau telepon. Untuk mencari kata: `{ $prefix }ungkapkan` dan kata-kata Anda.
direct-uncompared = Tidak ada yang membaca ini, dan tidak ada yang saya cocokkan. Kalau Anda butuh seseorang, silakan tulis kepada terapis Anda atau telepon. Untuk mencari kata: `{ $prefix }ungkapkan` dan kata-kata Anda.
direct-ended = Saya tidak ikut lagi dalam sesi Anda: sekarang tidak ada yang membaca di sini, dan tidak ada yang saya cocokkan. Kalau Anda butuh seseorang, silakan hubungi orang langsung.
direct-stopped = Baik. Mulai sekarang tidak ada yang ikut membaca di sini, dan tidak ada yang saya cocokkan. Kalau Anda butuh seseorang, silakan hubungi orang langsung. Pencocokan mulai lagi bila Anda mengetik `{ $prefix }ungkapkan` di sini.
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
direct-nobody = Belum ada yang menjawab. Jangan menunggu: kalau mendesak, segera ke IGD terdekat atau telepon minta tolong, dan tetaplah bersama orang yang Anda percaya.
clear-where = Itu bisa dilakukan di ruang yang hanya untuk Anda dan saya: di sana semua tulisan saya dihapus.

## Bantuan untuk meja terapis

help-speak = `{ $prefix }bicara`: menyala, dan gagasan ke meja Anda
    .more = `{ $prefix }bicara` sama seperti `{ $prefix }dengarkan`, dan sesekali saya menaruh gagasan di meja Anda, setelah jeda. Tidak ada yang sampai ke ruang sesi tanpa Anda.
help-wrong = `{ $prefix }keliru`: pesan AI ini keliru
    .more = Balas pesan AI dengan `{ $prefix }keliru`, dan terapis diberi tahu.
help-retract = `{ $prefix }cabut`: hapus pesan AI
    .more = Balas pesan AI dengan `{ $prefix }cabut`, atau ketik `{ $prefix }cabut K1` di meja: pesannya dihapus, dan ruang sesi diberi tahu dalam satu baris.
help-ack = `{ $prefix }tanggapi`: alarm sudah saya lihat
    .more = `{ $prefix }tanggapi` berarti Anda sudah melihat alarmnya; kalau ada beberapa, `{ $prefix }tanggapi A2` atau `{ $prefix }tanggapi semua`.
help-drill = `{ $prefix }latihan`: mainkan sebuah alarm
    .more = `{ $prefix }latihan` di meja memainkan alarm bertanda LATIHAN kepada semua yang akan dipanggil, sampai Anda mengetik `{ $prefix }tanggapi`. Di ruang sesi tidak ada yang melihatnya.

## Aturan yang berubah

floor-off-rules = AI mati: aturan ruang ini berubah. Terapis dapat menyalakannya lagi dengan `{ $prefix }dengarkan`.
rules-changed = { $rule }: { $was } → { $now }
rules-changed-list = { $rule }: daftarnya berubah
rules-hold =
    __Mulai sekarang aturan ini berlaku:__
    { $changes }
    `{ $prefix }kebijakan` menunjukkan semua aturan ruang ini.
rules-offered =
    __Aturan di berkas lebih longgar daripada di sini:__
    { $changes }
    Aturan itu baru berlaku setelah terapis mengetik `{ $prefix }kebijakan terima` di ruang sesi. Sampai saat itu semuanya tetap seperti sekarang.
rules-accepted =
    __{ $person } telah menerima aturan ini, dan mulai sekarang aturan ini berlaku:__
    { $changes }
    { $off ->
        [1] AI mati; terapis dapat menyalakannya lagi dengan `{ $prefix }dengarkan`.
       *[0] `{ $prefix }kebijakan` menunjukkan semua aturan ruang ini.
    }
rules-nothing-waits = Tidak ada aturan yang menunggu diterima. `{ $prefix }kebijakan` menunjukkan yang berlaku di sini.
rules-mistaken = Berkas aturan memuat { $count } kesalahan, yang pertama di { $where }. Aturan sebelumnya tetap berlaku. Mohon beri tahu operator.
supervisor-rules =
    Ruang { $room }: { $what ->
        [hold] aturan berubah, dan AI mati di sana.
        [offered] aturan di berkas lebih longgar daripada yang berlaku; terapis perlu menerimanya.
       *[accepted] terapis telah menerima aturan yang lebih longgar, dan AI mati di sana.
    }
    { $changes }

## Nama ruang yang dibuat bot

desk-name = Meja terapis: { $room }
desk-topic = Hanya untuk terapis: tulisan AI menunggu ok atau tidak dari Anda di sini. Ketik { $prefix }bantuan untuk melihat perintahnya.
desk-closed = (ditutup)
second-name = Third Chair
second-topic = Bot klinik menulis di sini bila ada yang perlu dibantu.
second-greeting = Saya Third Chair, bot klinik. Anda kontak kedua: bila sebuah alarm tidak dijawab selama satu menit, saya menulis di sini. Sekarang tidak ada yang perlu dilakukan; mohon biarkan notifikasi ruang ini menyala.
second-taken = { $code } · ruang { $room }: sekarang Anda yang mengurusnya, dan tidak ada lagi yang dipanggil. { $behind ->
        [1] Tidak ada terapis yang diberi tahu.
       *[0] Meja sudah diberi tahu.
    } Terima kasih.
second-which =
    Yang mana? Mohon ketik `{ $prefix }tanggapi` dengan yang tertulis di sini, atau `{ $prefix }tanggapi semua`.
    { $lines }
second-line = `{ $code } { $room }` · dipanggil pukul { $time }
direct-name = Third Chair · { $person }
direct-topic = Di sini hanya Anda dan AI. Ketik { $prefix }bantuan untuk melihat perintahnya.

## Bahaya: kalimat tetap di dekat krisis, diperiksa dengan rubrik di tests/unit/test_crisis_words.py

helpline-card = { $parts }
helpline-first = __Jika seseorang mungkin dalam bahaya sekarang: pergilah ke { $hospital }, atau telepon { $emergency }.__ Jika bisa, tetaplah bersama orang yang Anda percaya, jauh dari apa pun yang dapat melukai Anda.
helpline-neutral = Beberapa nomor yang mungkin berguna.
helpline-eyes =
    Mohon teruskan hanya bila tidak ada yang ikut melihat. { $clear ->
        [none] Tulisan Anda dapat Anda hapus di aplikasi.
       *[other] Dengan `{ $clear }` saya menarik kembali tulisan saya di ruang ini; tulisan Anda dapat Anda hapus di aplikasi.
    }
helpline-safe = __Jika ada yang terluka atau mungkin dalam bahaya sekarang: pergilah ke { $hospital }, atau telepon { $emergency }.__ Jika bisa, pergilah ke orang-orang yang Anda percaya.
helpline-people = __Orang-orang yang dapat Anda hubungi:__
helpline-line = { $name }: { $reach } ({ $hours })
helpline-write = Jika menelepon terasa sulit, Anda dapat menulis: { $names }. Dalam bahaya, jangan tunggu jawaban.
helpline-trust = Orang yang Anda percaya dapat menemani Anda melakukannya. Mohon ceritakan juga kepada terapis Anda, dan kepada orang terdekat.
helpline-choice = Orang yang Anda percaya dapat menemani Anda melakukannya. Anda yang memilih kepada siapa dan kapan bercerita; dokter atau terapis Anda juga dapat membantu.
helpline-other = Bahasa Indonesia: dalam bahaya sekarang, pergilah ke { $hospital }, atau telepon { $emergency }.
helpline-last =
    Ini pesan otomatis dari program komputer, bukan dari manusia: { $reader ->
        [model] sebuah model bahasa yang ikut membaca memunculkannya
       *[list] ada kata yang cocok dengan sebuah daftar
    }; tidak ada yang menilai Anda. Program ini tidak tahu apa maksudnya, dan mungkin tidak ada orang yang sedang membaca di sini. Anda boleh terus menulis. Jika ini bukan tentang Anda, tidak ada yang perlu dilakukan. _Diperiksa pada { $checked }._
alarm-crisis =
    { $drill ->
        [1] { drill-mark }Ini bukan alarm sungguhan; tidak ada yang menulis apa pun.
       *[0] __Alarm { $code }__ · { $person }: { danger-kind }{ $times ->
            [1] {""}
           *[other] {" "}({ $times } pesan)
        }
    }
    { $place ->
        [direct] Di ruang pribadinya: Anda tidak bisa melihatnya. Jangan membicarakannya di depan orang lain.
       *[room] { $drill ->
            [1] Mohon jawab seperti alarm sungguhan.
           *[0] Mohon baca sekarang: { $link }.
        }
    }{ $phrase ->
        [none] {""}
       *[other] {" "}Baris daftar: “{ $phrase }”.
    } { $drill ->
        [1] {""}
       *[0] Hanya kata yang dicocokkan: tidak ada yang tahu apa maksudnya. Pastikan dulu orangnya aman, berdua saja.
    }
    { alarm-next }
alarm-second-reader =
    __Alarm { $code }__ · Sebuah model menduga pesan { $person } berisi tanda bahaya. Dugaannya bisa salah, dan daftar tidak menemukan apa pun.
    Mohon baca sekarang: { $link }.
    { alarm-next }
alarm-next =
    Ketik `{ $prefix }tanggapi { $code }` di sini setelah Anda melihatnya.{ $drill ->
        [1] {""}
       *[0] {" "}Sampai saat itu AI diam di sana.
    }{ $next ->
        [none] {" "}Tidak ada orang lain yang dipanggil: kontak kedua dan ruang jaga belum ditentukan.
       *[other] {" "}Kalau belum ada jawaban, dalam { $minutes } menit saya memanggil { $next ->
            [contact] kontak kedua Anda
            [on-call] ruang jaga klinik
           *[both] kontak kedua Anda, lalu ruang jaga klinik
        }.
    }
alarm-unkept =
    __Alarm__ · { $person }: { danger-kind }
    { $place ->
        [direct] Di ruang pribadinya: Anda tidak bisa melihatnya. Jangan membicarakannya di depan orang lain.
       *[room] Mohon baca sekarang: { $link }.
    } { crisis-why }
    Alarm ini tidak bisa saya simpan: komputer saya tidak bisa menulis apa pun. Jadi alarm ini tidak punya kode dan belum bisa diakhiri; { $next ->
        [contact] saya langsung memanggil kontak kedua Anda sekarang.
        [on-call] saya langsung memanggil ruang jaga klinik sekarang.
        [both] saya langsung memanggil kontak kedua Anda dan ruang jaga klinik sekarang.
       *[none] tidak ada orang lain yang dipanggil, karena kontak kedua dan ruang jaga belum ditentukan.
    } Mohon pastikan orang itu aman, dan beri tahu operator.
crisis-what =
    { $reader ->
        [model] sebuah model menduga ada pesan yang berisi tanda bahaya
        [therapist] seseorang menulis kata-kata bahaya tentang terapisnya
        [alone] seseorang mungkin dalam bahaya
       *[list] ada tulisan yang cocok dengan daftar kata bahaya
    }
crisis-why =
    { $reader ->
        [model] Bisa jadi alarm palsu: model bisa keliru.
        [alone] Bisa jadi alarm palsu.
       *[list] Bisa jadi alarm palsu: hanya kata yang dicocokkan.
    }
crisis-second =
    { $drill ->
        [1] { drill-mark }
       *[0] {""}
    }__{ $code }__ · Di ruang { $room } { crisis-what }, pukul { $time }. { $reader ->
        [therapist] { $person } tidak diberi tahu, karena ini tentang terapis. Mohon pastikan sendiri orang itu aman, tanpa terapisnya.
        [alone] Tidak ada terapis di sana. Mohon pastikan sendiri orang itu aman, menurut prosedur darurat klinik.
       *[other] { $person } sudah diberi tahu, dan belum menanggapi setelah { $minutes } menit. Mohon hubungi { $person } sekarang lewat telepon. Bila tidak bisa, jalankan prosedur darurat klinik.
    }
    { crisis-why } Alarm baru berhenti setelah { $reader ->
        [therapist] Anda mengetik
        [alone] Anda mengetik
       *[other] { $person } mengetik `{ $prefix }tanggapi` di meja, atau Anda mengetik
    } `{ $prefix }tanggapi { $code }` di sini: artinya Anda mengurusnya.
crisis-unkept =
    Di ruang { $room } { crisis-what }, pukul { $time }. { $reader ->
        [therapist] { $person } tidak diberi tahu, karena ini tentang terapis. Mohon pastikan sekarang orang itu aman, tanpa terapisnya.
        [alone] Tidak ada terapis di sana. Mohon pastikan sekarang orang itu aman, menurut prosedur darurat klinik.
       *[other] { $person } diberi tahu bersamaan dengan Anda. Mohon hubungi { $person } sekarang lewat telepon. Bila tidak bisa, jalankan prosedur darurat klinik.
    }
    { crisis-why } Alarm ini tidak bisa saya simpan: komputer saya tidak bisa menulis apa pun. Jadi alarm ini tidak punya kode, dan saya tidak bisa melihat apakah ada yang mengurusnya. Mohon beri tahu operator.
crisis-on-call =
    { $drill ->
        [1] { drill-mark }
       *[0] {""}
    }__{ $code }__ · Di ruang { $room } { crisis-what }, pukul { $time }. { $reader ->
        [therapist] Tidak ada terapis yang diberi tahu, karena ini tentang terapis.
        [alone] Tidak ada terapis di sana.
       *[other] { $person } sudah diberi tahu, dan belum menanggapi setelah { $minutes } menit.
    } { $reached ->
        [none] Tidak ada kontak kedua yang bisa dijangkau.
       *[other] Sudah diberi tahu juga, belum menjawab: { $reached }.
    }
    { $reader ->
        [therapist] Mohon pastikan sekarang orang itu aman, tanpa terapisnya.
        [alone] Mohon pastikan sekarang orang itu aman, menurut prosedur darurat klinik.
       *[other] Mohon hubungi { $person } sekarang lewat telepon. Bila tidak bisa, jalankan prosedur darurat klinik.
    } { crisis-why }
danger-kind =
    { $kind ->
        [overdose] kata-kata tentang overdosis
        [suicide] kata-kata tentang bunuh diri
        [means-at-hand] kata-kata tentang alat yang sudah siap
        [strangling] kata-kata tentang cekikan atau pukulan di kepala
        [child-harm] kata-kata tentang anak yang disakiti
        [harm-to-others] kata-kata tentang menyakiti orang
        [sexual-violence] kata-kata tentang kekerasan seksual
        [partner-violence] kata-kata tentang kekerasan oleh pasangan
        [family-violence] kata-kata tentang kekerasan di rumah
        [threat] kata-kata tentang ancaman
        [self-harm] kata-kata tentang menyakiti diri
        [voices] kata-kata tentang suara yang menyuruh
        [passive-wish] kata-kata tentang tidak ingin ada lagi
        [goodbye] kata-kata seperti berpamitan
        [hopeless] kata-kata tentang tidak melihat jalan keluar
        [fear] kata-kata tentang takut kepada seseorang
        [past] kata-kata tentang sesuatu yang sudah lalu
        [neglect] kata-kata tentang tidak makan atau tidak minum obat
        [model] kata-kata yang dianggap bahaya oleh sebuah model (bisa keliru)
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
       *[other] Baris daftar: “{ $phrase }”.
    } { $place ->
        [direct] {""}
       *[other] { $link }
    }
notices-list =
    __Yang terlihat dalam sesi ini:__
    { $lines }
    { $model ->
        [0] Hanya kata yang dicocokkan.
       *[other] Kata-kata dicocokkan, dan sebuah model yang diminta mencarikan kata-kata menganggap beberapa sebagai bahaya.
    } Orang lain tidak diberi tahu apa pun.

## Yang keluar dari klinik

sent-what = Ketik `{ $prefix }terkirim` untuk melihat yang terakhir dikirim ke model, atau `{ $prefix }terkirim K7` untuk salah satunya, menurut kodenya.
sent-direct = Kata-kata Anda yang sudah terkirim saya tunjukkan di ruang kita berdua. Mohon terima undangannya bila Anda belum ada di sana, lalu ketik `{ $prefix }terkirim` di sana.
sent-nothing =
    { $scope ->
        [all] Sejauh yang masih saya simpan, tidak ada apa pun dari ruang ini yang dikirim ke model bahasa.
        [aloud] Sejauh yang masih saya simpan, tidak ada kata-kata Anda dari ruang ini yang dikirim ke model bahasa. Yang Anda tanyakan secara pribadi hanya saya tunjukkan di sana.
       *[own] Sejauh yang masih saya simpan, tidak ada kata-kata Anda yang dikirim ke model bahasa.
    } `{ $prefix }privasi` menjelaskan apa yang bisa dikirim.
sent-none = Tidak ada yang bisa saya tunjukkan kepada Anda dengan nama { $code }. `{ $prefix }terkirim` menampilkan daftarnya.
sent-list =
    __Yang dikirim ke model__, { $scope ->
        [all] yang terbaru lebih dulu:
       *[other] yang memuat kata-kata Anda, yang terbaru lebih dulu:
    }
    { $requests }
    `{ $prefix }terkirim { $code }` menunjukkan salah satunya persis seperti yang dikirim.{ $scope ->
        [aloud] {" "}Yang Anda tanyakan secara pribadi hanya saya tunjukkan di sana.
       *[other] {""}
    }
sent-line = __{ $code }__ · { $time } · { $task ->
        [explain] jelaskan
        [translate] terjemahkan
        [express] ungkapkan
        [ask] tanya
        [summary] ringkasan
        [note] catatan
        [offer] gagasan tanpa diminta
        [watch] pembaca kedua untuk bahaya
        [interpret] terjemahan langsung
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
       *[other] _Kata-kata Anda di dalamnya, seperti yang dikirim:_
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
cards-where = Kartu mana yang masih menunggu hanya saya tampilkan di meja Anda: silakan ketik `{ $prefix }kartu` di sana.
cards-none =
    { $several ->
        [1] Tidak ada kartu yang menunggu di ruang yang Anda semua ikuti.
       *[0] Tidak ada kartu yang menunggu di ruang Anda.
    }
cards-list =
    __Kartu menunggu di sini__, masing-masing diputuskan di mejanya sendiri:
    { $rooms }
cards-room = - { $codes }: { $link }
help-cards = `{ $prefix }kartu`: di ruang mana kartu masih menunggu
    .more = `{ $prefix }kartu` di meja menampilkan ruang Anda yang kartunya masih menunggu, dengan kode kartu dan tautan ke mejanya, tanpa kata-kata siapa pun. Jika Anda beberapa orang di meja itu, hanya ruang yang Anda semua ikuti.
help-sent = `{ $prefix }terkirim`: yang dikirim ke model
    .more = `{ $prefix }terkirim` menampilkan yang terakhir dikirim ke model, dan `{ $prefix }terkirim K7` menunjukkan salah satunya seperti yang dikirim. Anda melihat kata-kata Anda sendiri, di ruang kita berdua; terapis melihat semuanya, di meja terapis.

## Hak setiap orang

end-sure = Ini menutup sesi: AI mati dan pembicaraan yang saya simpan dihapus. { $note ->
        [made] Sebelumnya saya membuat draf catatannya.{" "}
        [off] AI sedang mati, jadi catatan tidak dibuat; kalau Anda memerlukannya, ketik dulu `{ $prefix }dengarkan`.{" "}
       *[none] {""}
    }Yang sudah dikirim ke model masih dapat dilihat dengan `{ $prefix }terkirim` sampai masanya habis. Untuk menutupnya, ketik `{ $prefix }akhiri ya` dalam 10 menit.
end-done = Sesi ditutup, dan saya tidak menyimpan apa pun dari pembicaraan. Terapis dapat memulai sesi berikutnya dengan `{ $prefix }dengarkan`.
floor-off-ended = AI mati: sesi ditutup. Saya tidak menyimpan apa pun dari pembicaraan. Terapis dapat memulai sesi berikutnya dengan `{ $prefix }dengarkan`.
floor-off-closing = AI mati: sesi ditutup. Saya membuat draf catatannya di meja terapis, lalu tidak menyimpan apa pun dari pembicaraan ini.
end-note = Sesi ditutup. Catatannya datang ke meja; setelah itu salinan pembicaraan yang saya simpan dihapus, paling lama { $minutes } menit lagi.
audit-head =
    __Sesi ditutup.__ Mohon simpan baris ini: dengan baris ini operator dapat menunjukkan bahwa catatan sampai di sini tidak diubah (`thirdchair audit verify --head`).

    { $head }
forget-what = Sebutkan yang harus saya lupakan: `{ $prefix }lupakan saya` untuk kata-kata Anda sendiri, atau, bagi terapis, `{ $prefix }lupakan ruang` untuk kata-kata semua orang.
forget-me-sure = Ini menarik persetujuan Anda dan menghapus kata-kata Anda dalam sesi ini: di sini, dalam draf, dan dalam simpanan saya tentang yang dikirim ke model. Yang sudah terkirim tidak dapat ditarik kembali. Untuk melakukannya, ketik `{ $prefix }lupakan saya ya` dalam 10 menit.
forget-me-done = Selesai. Kata-kata Anda sudah saya hapus, juga kunci yang membuat sidik jarinya terbaca. Id, waktu, dan jumlah tetap ada dalam catatan, agar catatan itu tetap dapat diperiksa. Pesan Anda di ruang ini milik Anda: hapuslah di aplikasi Anda bila Anda mau.
forget-room-sure = Ini menutup sesi dan menghapus kata-kata semua orang: pembicaraan, draf, dan semua simpanan saya tentang yang dikirim ke model. Yang sudah terkirim tidak dapat ditarik kembali. Persetujuan tetap ada. Untuk melakukannya, ketik `{ $prefix }lupakan ruang ya` dalam 10 menit.
forget-room-done = Selesai. Kata-kata semua orang dalam sesi ini sudah saya hapus, juga kunci yang membuat sidik jarinya terbaca. Id, waktu, dan jumlah tetap ada dalam catatan. Pesan di ruang ini tetap ada sampai masing-masing menghapusnya di aplikasinya.
mydata-direct = Yang saya simpan tentang Anda saya tunjukkan di ruang kita berdua. Mohon terima undangannya bila Anda belum ada di sana, lalu ketik `{ $prefix }dataku` di sana.
mydata-file = __Data Anda.__ Berkas ini berisi yang saya simpan tentang Anda dalam sesi ini. Berkasnya terenkripsi; setelah Anda simpan, siapa pun yang memegang perangkat Anda dapat membukanya. `{ $prefix }lupakan saya` menghapus kata-kata Anda.
file-part =
    { $part ->
        [1] Saya tidak dapat mengirim berkas, jadi ini isinya sebagai teks.
       *[other] {""}
    } __{ $part } dari { $of }__

    { $text }{ $last ->
        [cut] {"\u000A\u000A"}Masih ada lagi. Mohon minta berkas lengkapnya kepada klinik.
       *[whole] {""}
    }
help-end = `{ $prefix }akhiri`: menutup sesi
    .more = `{ $prefix }akhiri` mematikan AI dan menghapus pembicaraan yang saya simpan. Meja terapis menerima sebaris bukti bahwa catatan tidak diubah. Saya bertanya dulu apakah Anda yakin.
help-forget = `{ $prefix }lupakan saya`: menghapus kata-kata Anda
    .more = `{ $prefix }lupakan saya` menarik persetujuan Anda dan menghapus kata-kata Anda di mana pun saya menyimpannya. Terapis dapat mengetik `{ $prefix }lupakan ruang` untuk kata-kata semua orang. Saya bertanya dulu apakah Anda yakin.
help-mydata = `{ $prefix }dataku`: yang saya simpan tentang Anda
    .more = `{ $prefix }dataku` memberi Anda, di ruang kita berdua, sebuah berkas berisi semua yang saya simpan tentang Anda dalam sesi ini: persetujuan, kata-kata Anda yang dikirim ke model, dan yang dicatat. Bila diketik di tempat lain, saya mengundang Anda ke sana.
help-clear = `{ $prefix }bersihkan`: hapus tulisan saya di sini
    .more = `{ $prefix }bersihkan` di ruang yang hanya untuk Anda dan saya menghapus semua pesan saya di sana.

## Kata yang tetap di sini

mask-what = Ketik apa yang tidak boleh dilihat model, misalnya `{ $prefix }samarkan Pluto` atau `{ $prefix }samarkan Pluto, Pondok Mawar`. Masing-masing perlu sedikitnya dua huruf atau angka.
mask-long = Itu terlalu panjang untuk dikenali lagi. Mohon paling banyak { $most } karakter untuk masing-masing, dipisahkan koma.
mask-many = Itu akan melebihi { $most } dari Anda di ruang ini. Mohon batasi pada hal yang menunjukkan siapa seseorang.
mask-done = Selesai. Mulai sekarang model tidak melihatnya lagi, siapa pun yang menulisnya. Pesan Anda masih menampilkannya di sini: hapuslah di aplikasi Anda bila Anda tidak menginginkannya. Yang sudah terkirim sebelumnya tidak dapat ditarik kembali.
help-mask = `{ $prefix }samarkan Pluto`: sembunyikan kata dari model
    .more = `{ $prefix }samarkan Pluto`: mulai sekarang model hanya melihat sebuah tanda sebagai gantinya, siapa pun yang menulisnya. Pisahkan beberapa dengan koma, misalnya `{ $prefix }samarkan Pluto, Pondok Mawar`. Berlaku sampai `{ $prefix }lupakan saya`. Bisa juga diketik di ruang kita berdua.

## Latihan

practice-here =
    { $about }

    Anda adalah { $person }, terapisnya. Apa yang hendak dikatakan AI sampai kepada Anda dulu, sebagai kartu. Sebagian draf ini sengaja dibuat salah.
practice-type = Ketik `ok`, `tidak`, atau kalimat Anda sendiri, lalu tekan Enter. `!akhiri` lalu `!akhiri ya` mengakhiri latihan.
practice-card =
    __Latihan selesai: { $title }__
    { $parts }

    Tidak ada orang yang selalu menangkap semuanya, dan untuk itulah kita berlatih. Tidak satu pun dari ini dikirim ke mana-mana.
practice-caught =
    {"\u000A"}__Tertangkap__: ada yang salah, dan tidak terkirim begitu saja.
    { $lines }
practice-missed =
    {"\u000A"}__Diloloskan__, padahal ada yang salah. Baik untuk dilihat sekali lagi:
    { $lines }
practice-open =
    {"\u000A"}__Belum diputuskan__: ada yang salah di dalamnya.
    { $lines }
practice-ack =
    Ketik `!tanggapi` setelah Anda membacanya; dalam sesi sungguhan, orang lain dipanggil sesudah satu menit.
    Di belakang `>` Anda menulis di ruang sesi, yang dibaca semua orang: `> Kita lanjutkan?`
practice-private = Yang dibaca orang itu di ruang pribadinya, dan tidak oleh orang lain: { $told }
practice-answered =
    {"\u000A"}__Didengar__: ditanggapi dalam satu menit, dan tidak disebut di depan orang lain.
    { $lines }
practice-late =
    {"\u000A"}__Didengar, setelah orang lain akan dipanggil__: lebih dari satu menit berlalu.
    { $lines }
practice-spoken =
    {"\u000A"}__Disebut di depan orang lain__: itu diceritakan kepada Anda, dan seisi ruang dapat membaca jawaban Anda.
    { $lines }
practice-unanswered =
    {"\u000A"}__Belum ditanggapi__: seseorang menulisnya dan menunggu.
    { $lines }
practice-left =
    {"\u000A"}__Ditarik__: kata-kata ini sudah pergi.
    { $lines }
practice-needless = {"\u000A"}__Ditolak__, padahal tidak ada yang sengaja dibuat salah: { $codes }. Mungkin Anda punya alasan sendiri.
practice-right = {"\u000A"}__Diloloskan__, dan tidak ada yang sengaja dibuat salah: { $codes }.
practice-stale = {"\u000A"}__Tidak berlaku lagi__: dasarnya lebih dulu ditarik, jadi tidak bisa dikirim lagi, apa pun kata Anda: { $codes }.
practice-none = {"\u000A"}Belum ada draf yang diputuskan kali ini. Anda bisa mulai lagi kapan saja.
practice-error = __{ $code }__ · { $kind ->
        [diagnosis] sebuah diagnosis
        [medication] nasihat tentang obat
        [minimising] sesuatu dianggap ringan
        [translation] terjemahan yang salah
        [disclosure] seseorang dalam bahaya
        [violence] seseorang disakiti
        [false-alarm] alarm yang keliru
        [withdrawal] persetujuan yang ditarik
       *[quote] kata-kata yang tidak pernah diucapkan
    }. { $why }
practice-step-app = Buka Element Desktop, atau https://app.element.io di Firefox atau Chrome, di mesin ini. Pilih “Sign in”, lalu “Edit” di samping homeserver, dan masukkan { $url }
practice-step-name = Masuk sebagai { $user }, kata sandi { $password }
practice-step-key = Bila diminta membuktikan bahwa itu Anda, pilih kunci pemulihan: { $recovery }
practice-step-desk = Buka meja, yaitu ruang Anda bersama bot, lalu ketik `!dengarkan` di sana. Setelah itu { $people } mulai menulis. Putuskan setiap kartu dengan membalasnya: `ok`, `tidak`, atau kalimat Anda sendiri.
practice-step-end = Kartu penutup datang ke meja, dan ke sini. `!akhiri` lalu `!akhiri ya` mengakhirinya lebih awal; Ctrl-C mengakhiri semuanya dan tidak menyimpan apa pun.

## Ruang yang dibekukan oleh operator

floor-off-incident = AI mati: operator klinik menghentikannya di ruang ini untuk memeriksa sesuatu. Saya tidak bertanya kepada model sampai itu selesai. Anda tetap bisa menulis di sini seperti biasa; `{ $prefix }status` menunjukkan keadaannya.
incident-desk = __Operator membekukan ruang ini karena sebuah insiden.__ AI tetap mati, tidak ada yang dikirim ke model, draf tidak dapat dikirim, dan tidak ada yang terhapus karena waktu. Setiap orang tetap dapat menghapus kata-katanya sendiri. `{ $prefix }terkirim` di sini menunjukkan apa yang sudah keluar. Mohon bicarakan langkah berikutnya dengan operator.
incident-paused = Operator klinik menghentikan AI di ruang ini untuk sementara. AI dapat dipakai lagi setelah operator mengakhirinya; mohon tanyakan kepada klinik kapan. Anda tetap bisa menulis di sini seperti biasa.
incident-keeps = Operator klinik menghentikan AI di ruang ini dan menjaga catatannya apa adanya, jadi sekarang saya tidak menghapus kata-kata semua orang sekaligus. Masing-masing tetap dapat menghapus kata-katanya sendiri dengan `{ $prefix }lupakan saya`. Mohon tanyakan kepada operator kapan ini berakhir.
incident-over = Operator klinik sudah mengakhiri penghentian. AI tetap mati sampai terapis mengetik `{ $prefix }dengarkan`.
incident-over-desk = __Operator mengakhiri pembekuan.__ Draf dari sebelumnya sudah berakhir, dan yang seharusnya terhapus selama itu dihapus sekarang. Nyalakan AI di ruang dengan `{ $prefix }dengarkan` bila Anda mau.

## Model di luar klinik

desk-stays = Yang ditanyakan di meja tetap di klinik, sedangkan model ruang ini ada di luar klinik, jadi tidak ada yang saya kirim. Bila orang di ruang sesi boleh membacanya, tanyakan di sana; atau operator dapat memasang model di klinik (`docs/backends.md`).
speak-stays = Yang saya taruh di meja tetap di klinik, sedangkan model ruang ini ada di luar klinik, jadi tidak ada yang bisa saya tawarkan tanpa diminta. `{ $prefix }dengarkan` tetap bisa.

## Lampiran

attached-beneath = { $compared ->
        [0] , dan tulisan di dalam atau di bawahnya tidak saya baca.
       *[1] ; tulisan di dalam atau di bawahnya hanya saya cocokkan dengan daftar kata bahaya.
    }
attached-room = Saya tidak bisa melihat atau mendengar gambar, rekaman, dan berkas, dan jajak pendapat, lokasi, serta baris dengan `/me` tidak saya perhitungkan{ attached-beneath } Bila perlu saya perhitungkan, silakan tuliskan dengan kata-kata.
attached-desk = Saya tidak bisa melihat atau mendengar gambar, rekaman, dan berkas, dan tidak membaca tulisan di bawahnya, juga tidak jajak pendapat, lokasi, dan baris dengan `/me`. Bila perlu saya kerjakan, silakan tuliskan dengan kata-kata di belakang perintah, misalnya `{ $prefix }tanya`.
attached-direct = Tidak ada orang lain yang melihat ini. Saya tidak bisa melihat atau mendengar gambar, rekaman, dan berkas, dan jajak pendapat, lokasi, serta baris dengan `/me` tidak saya perhitungkan{ attached-beneath } Kalau Anda butuh seseorang, silakan tulis kepada terapis Anda atau telepon. Untuk mencari kata: `{ $prefix }ungkapkan` dan kata-kata Anda.

## Kebiasaan memakai AI: untuk terapis saja

help-reliance = `{ $prefix }kebiasaan`: cara Anda memakai AI
    .more = `{ $prefix }kebiasaan` menunjukkan hitungan minggu ini tentang cara Anda memakai AI, hanya kepada Anda: tanpa kata-kata siapa pun, dan tidak menilai klien. Jika diketik di ruang sesi, jawabannya ada di meja Anda.
reliance-elsewhere = { $where ->
        [desk] Ada di meja.
       *[direct] Ada di ruang yang hanya berisi Anda dan saya.
    }
reliance-card =
    __Minggu Anda bersama AI__
    { $since } – { $until }
    Dalam kurung: minggu sebelumnya.

    Kata di ruang sesi dari AI: { $share } ({ $share_before })
    { $share_bar }
    Draf yang lolos tanpa diubah: { $approved } ({ $approved_before })
    { $approved_bar }
    Draf yang Anda ubah: { $changed } ({ $changed_before })
    { $changed_bar }
    Draf yang Anda tolak: { $refused } ({ $refused_before })
    { $refused_bar }
    Pesan klien, lalu permintaan: { $followed } ({ $followed_before })
    { $followed_bar }

    Bagian draf yang Anda ubah: { $depth } ({ $depth_before })
    Dari kartu ke keputusan, separuhnya dalam: { $wait } ({ $wait_before })
    Draf yang berakhir tanpa keputusan: { $lapsed } ({ $lapsed_before })
    Pesan AI yang ditarik kembali: { $retracted } ({ $retracted_before })
    Permintaan per sepuluh menit: { $rate } ({ $rate_before })
    Klien mencari kata, `{ $prefix }ungkapkan`: { $expressed } ({ $expressed_before })
    Pesan AI saat orang mengetik: { $typing } ({ $typing_before })
    Alarm sampai `{ $prefix }tanggapi`, separuhnya dalam: { $ack } ({ $ack_before })
reliance-unchanged = { $count } draf terakhir Anda loloskan tanpa diubah. Mungkin semuanya memang baik; membaca satu draf dengan suara keras sebelum ok bisa membantu. `{ $prefix }kebiasaan` menunjukkan minggu Anda.
reliance-quick = Lebih dari separuh draf minggu ini Anda putuskan dalam 3 detik sejak kartunya muncul. Membaca draf berikutnya sekali lagi dengan tenang bisa membantu. `{ $prefix }kebiasaan` menunjukkan minggu Anda.
reliance-words = Lebih dari sepertiga kata di ruang sesi minggu ini ditulis AI. Mungkin Anda ingin menyampaikan hal berikutnya dengan kata-kata sendiri. `{ $prefix }kebiasaan` menunjukkan minggu Anda.

# An answer at the desk that asks for a second look

read-twice = __Mohon dibaca pelan-pelan: kata-kata ini mungkin menandakan bahaya.__
answer-doubted =
    { $doubt ->
        [medication] __Mohon periksa dua kali: ini menyebut obat atau dosis.__
        [diagnosis] __Mohon periksa dua kali: ini tampaknya menyebut diagnosis.__
        [risk] __Mohon periksa dua kali: ini tampaknya menilai besarnya bahaya.__
        [danger] __Mohon dibaca pelan-pelan: kata-kata ini mungkin menandakan bahaya.__
       *[placeholder] __Ada penanda nama di sini yang tidak merujuk kepada siapa pun.__
    }

    { $labelled }

## Jendela

help-window = `{ $prefix }jendela`: seberapa banyak percakapan yang saya simpan
    .more = `{ $prefix }jendela` menunjukkan apa yang saya simpan. `{ $prefix }jendela 10` menyimpan paling banyak 10 pesan mulai sekarang, `{ $prefix }jendela 15 menit` paling lama 15 menit, `{ $prefix }jendela semua` sebanyak yang diizinkan aturan, dan `{ $prefix }jendela kosongkan` langsung mengosongkannya.
window-holds = { $lines ->
        [0] Saya tidak menyimpan kata apa pun.
       *[other] Saya menyimpan { $lines } pesan, sejak { $since }: { $people }.
    } Paling banyak { $messages } pesan, selama { $minutes } menit.{ $kept ->
        [0] {""}
       *[other] {" "}Untuk ringkasan atau catatan saya menyimpan { $kept } pesan dari sesi ini, sampai `{ $prefix }akhiri` dan paling lama { $hours } jam.
    } Agar lebih sedikit: `{ $prefix }jendela 10` atau `{ $prefix }jendela 15 menit`; untuk mengosongkan: `{ $prefix }jendela kosongkan`.
window-set = Mulai sekarang saya menyimpan paling banyak { $messages } pesan, selama { $minutes } menit (aturan mengizinkan { $allowed } dan { $longest }). Saat ini ada { $lines } pesan. Untuk kembali ke semuanya: `{ $prefix }jendela semua`.
window-cleared = Selesai. Saya tidak menyimpan kata apa pun lagi, dan yang bergantung padanya sudah dibatalkan. Pesan baru dihitung mulai sekarang.
window-what = Tuliskan jumlah pesan atau menit, atau satu kata: `{ $prefix }jendela 10`, `{ $prefix }jendela 15 menit`, `{ $prefix }jendela semua`, atau `{ $prefix }jendela kosongkan`.

## Ringkasan dan catatan

help-summary = `{ $prefix }ringkasan`: sesi dalam beberapa baris
    .more = `{ $prefix }ringkasan` menaruh paling banyak delapan baris di meja Anda, masing-masing dengan pesan sumbernya. `{ $prefix }ringkasan untuk klien` membuat draf untuk dibaca orang di ruang ini; draf itu baru terkirim setelah Anda setujui.
help-note = `{ $prefix }catatan soap`: draf catatan Anda
    .more = `{ $prefix }catatan soap` (atau `dap`, `birp`, `free`, atau templat klinik) menaruh draf catatan di meja Anda; setiap baris menyebut pesan sumbernya, dan yang tidak dibicarakan tetap kosong. Balas `rencana: …` untuk mengubah satu bagian, dan `selesai` untuk mendapat berkasnya; setelah itu salinan pembicaraan yang saya simpan dihapus.
summary-what = Ketik `{ $prefix }ringkasan` untuk Anda sendiri, atau `{ $prefix }ringkasan untuk klien` untuk draf yang boleh dibaca orang di ruang ini.
summary-unable = Saya tidak bisa membuat ringkasan: ruang ini tidak punya model bahasa. Operator dapat memasangnya di mesin ini.
note-unable = Saya tidak bisa membuat draf catatan: ruang ini tidak punya model bahasa. Operator dapat memasangnya di mesin ini.
note-which = Jenis yang mana? Yang ada: { $names }. Ketik misalnya `{ $prefix }catatan soap`.
note-at-desk = Di meja terapis.
note-open = { $code } masih terbuka di meja, dengan perubahan Anda di dalamnya. Mohon selesaikan dulu: balas `selesai`, atau `tidak` untuk membuangnya.
paper-busy = Saya masih membaca untuk permintaan yang tadi. Mohon tunggu sampai hasilnya datang.
paper-reading = Saya membaca { $lines } pesan, dalam { $requests } permintaan. Hasilnya datang ke sini.
paper-small = Bentuk ini terlalu panjang untuk model di ruang ini. Operator dapat menaikkan `context` atau memendekkan templatnya (`docs/notes.md`).
paper-nothing = Tidak ada pembicaraan yang boleh saya baca untuk ini: tidak ada yang saya simpan, atau penulisnya belum setuju kata-katanya dikirim ke model.
paper-unread = Jawaban model terputus sebelum ada yang bisa saya tampilkan. Mohon beri tahu operator: perlu `max_tokens` atau `context` yang lebih besar.
paper-empty = Pembicaraan sudah saya baca, dan model tidak menemukan apa pun untuk ini. Mungkin Anda ingin menulisnya sendiri.
paper-unsourced = Pembicaraan sudah saya baca, tetapi tidak ada tulisan model yang bisa ditampilkan: { $count ->
        [one] 1 baris tanpa sumber yang mendukungnya tidak dimuat.
       *[other] { $count } baris tanpa sumber yang mendukungnya tidak dimuat.
    } Mungkin Anda ingin menulisnya sendiri.
summary =
    __Sesi ini secara singkat__ · ditulis AI, belum diperiksa siapa pun. Setiap baris menyebut pesan sumbernya.
    { $lines }
note-page = { $blocks }
note-draft = __{ $code }__ · __{ $title }__ · Draf dari AI. Belum menjadi bagian catatan mana pun sampai Anda menetapkannya.
note-title = __{ $title }__
note-heading = {"\u000A"}__{ $title }__
note-blank = —
note-bare = { $count ->
        [one] (1 baris tanpa sumber yang mendukungnya tidak dimuat di sini.)
       *[other] ({ $count } baris tanpa sumber yang mendukungnya tidak dimuat di sini.)
    }
note-unread = (Tidak semua pembicaraan terbaca sampai selesai; mungkin ada yang kurang di sini.)
note-line = - { $text } ({ $links })
note-own = - { $text } _({ $person })_
note-left-out =
    {"\u000A"}Baris yang tidak dimuat:
    { $lines }
left-out = { $why ->
        [source] - { $count } tanpa sumber.
        [speaker] - { $count } tentang seseorang yang tidak menulis pesan sumbernya.
        [number] - { $count } dengan angka, dosis, atau hari yang tidak ada dalam sumbernya.
        [sight] - { $count } dengan hal yang hanya bisa dilihat mata.
        [quote] - { $count } dengan kutipan yang tidak pernah ditulis siapa pun.
        [denial] - { $count } dengan penyangkalan yang tidak ditanyakan dan dijawab.
        [judgement] - { $count } dengan penilaian yang menjadi wewenang Anda.
        [shape] - { $count } yang tidak bisa ditampilkan.
        [more] - { $count } karena tidak muat.
        [unread] - { $count } bagian pembicaraan tidak terbaca sampai selesai: mungkin ada baris yang kurang.
       *[gone] - { $count } ikut hilang bersama pesan yang diubah atau ditarik.
    }
note-how = {"\u000A"}Balas `{ $heading }: kata-kata Anda` untuk mengubah satu bagian, `{ $heading }:` untuk mengosongkannya, `tidak` untuk membuang catatan ini. `selesai` memberi Anda berkasnya, lalu salinan pembicaraan yang saya simpan dihapus. Tanpa membalas: `{ $prefix }catatan { $heading }: …`, `selesai { $code }`.
note-what = { $code } adalah draf catatan. Balas `{ $heading }: kata-kata Anda` untuk mengubah satu bagian, `selesai` untuk menyimpannya, atau `tidak` untuk membuangnya.
note-name-it = Aplikasi Anda tidak melindungi catatan mana yang dibalas, jadi balasan itu tidak bisa saya hitung. Mohon ketik `selesai { $code }`, atau `{ $prefix }catatan { $heading }: kata-kata Anda`.
note-none = Tidak ada catatan yang terbuka. `{ $prefix }catatan` menunjukkan jenis yang ada.
note-newer = Ada versi yang lebih baru dari catatan ini, { $code }. Mohon baca yang itu, lalu balas `selesai`.
note-dropped = { $code } dibuang. Yang sudah saya baca tersimpan bersama pembicaraan, jadi yang berikutnya cepat.
note-overdue = { $code } tidak diselesaikan dalam { $hours } jam, jadi sudah tidak saya simpan.
note-final = __{ $title }__, diselesaikan oleh { $person }. Ini berkasnya; begitu Anda menyimpannya, siapa pun yang memegang perangkat Anda bisa membukanya. Salinan pembicaraan yang menjadi sumbernya sudah saya hapus.
note-file = Didraf oleh AI dari pembicaraan sesi ini; dibaca dan diselesaikan oleh { $person }.

## Saran dan gagasan: hanya untuk meja terapis

help-suggest = `{ $prefix }sarankan`: beberapa hal tentang pembicaraan, di meja Anda
    .more = `{ $prefix }sarankan` membaca pembicaraan yang ada dan menaruh beberapa hal di meja Anda: yang patut diperhatikan, yang bisa ditanyakan, kata yang dipakai berbeda. Setiap hal menunjuk ke pesan yang mendasarinya. Dengan pertanyaan, misalnya `{ $prefix }sarankan apa yang belum selesai dibahas?`, jawabannya tentang itu saja. Ketik di meja, maka klien tidak melihat apa pun.
suggest-answer =
    { answer-label }

    { $points }{ $cut ->
        [1]
        {"\u000A\u000A"}_Aslinya lebih panjang; saya potong di sini._
       *[0] {""}
    }{ $human ->
        [1]
        {"\u000A\u000A"}_Untuk berbicara dengan manusia, hubungi terapis di sini atau telepon klinik._
       *[0] {""}
    }
suggest-point = - { $answer } ({ $links })
message-link = { $label } { $link }{ $last ->
        [0] , { $more }
       *[1] {""}
    }
suggest-left-out = {"\u000A"}{ $count ->
        [one] _1 poin tanpa sumber yang mendukungnya tidak dimuat._
       *[other] _{ $count } poin tanpa sumber yang mendukungnya tidak dimuat._
    }
suggest-unsourced = { $count ->
        [one] 1 poin tanpa sumber yang mendukungnya tidak dimuat, dan tidak ada hasil lain.
       *[other] { $count } poin tanpa sumber yang mendukungnya tidak dimuat, dan tidak ada hasil lain.
    } Anda bisa bertanya lagi.
suggest-elsewhere = Jawabannya datang ke meja terapis. Bila Anda belum masuk ke ruang itu, silakan terima undangan saya dan ketik di sana.
suggest-nothing = Tidak ada hal dalam pembicaraan ini yang bisa saya tunjukkan. Itu jawaban yang biasa. Dengan pertanyaan, jawabannya bisa lain: `{ $prefix }sarankan apa yang belum selesai dibahas?`
suggest-no-talk = Tidak ada pembicaraan yang boleh saya pakai saat ini, jadi saya tidak bertanya kepada model. `{ $prefix }jendela` menunjukkan apa yang saya simpan.
suggest-unable = Saya tidak bisa memberi saran: ruang ini tidak punya model bahasa. Operator dapat memasangnya di mesin ini.
suggest-stays = Yang ditujukan ke meja terapis tetap di klinik, sedangkan model ruang ini ada di luar, jadi tidak ada yang saya kirim. Operator dapat memasang model di klinik.
offer-kind = Gagasan tanpa diminta ({ $kind ->
        [term] kata yang mungkin perlu dijelaskan
        [idiom] ungkapan yang mungkin tidak tertangkap
        [two-meanings] satu kata, dua makna
       *[unanswered] pertanyaan yang belum terjawab
    })
offers-spent = Tidak ada lagi gagasan dari saya di sesi ini: { $most } token yang disediakan untuk itu sudah habis. `{ $prefix }sarankan` tetap bisa dipakai.

## Terjemahan langsung

interpret-on = Terjemahan langsung menyala: { $languages }. { $how ->
    [once] Setiap pesan dalam bahasa ini dikirim ke model, satu per satu, dan terjemahannya datang sebagai balasan.
    [cards] Setiap pesan dalam bahasa ini dikirim ke model, satu per satu; terjemahannya datang sebagai balasan setelah diizinkan terapis.
   *[never] Setiap pesan dalam bahasa ini dikirim ke model, satu per satu; terjemahannya hanya terlihat oleh terapis.
    } `{ $prefix }terjemahkan otomatis mati` menghentikannya.
waiver-card =
    __{ $code }__ · Terjemahan langsung, { $languages }: tanpa persetujuan Anda satu per satu?
    `ya` berarti: setiap terjemahan langsung tampil di ruang sesi, dengan label “belum diperiksa”. Bisa saja keliru, dan orang akan menanggapinya. Yang meragukan (dosis, diagnosis, bahaya yang tidak ada di pesannya) tetap menunggu di sini. Berakhir saat AI atau terjemahan langsung dinonaktifkan.
    Balas `ya`, atau `tidak` agar tetap satu kartu untuk tiap terjemahan. `ya { $code }` bisa tanpa membalas.
waiver-line = __{ $code }__ · Terjemahan langsung tanpa persetujuan Anda satu per satu
waiver-outcome = __{ $code }__ · { $person }, { $time }: terjemahan langsung tampil tanpa menunggu, sampai terjemahan atau AI dinonaktifkan.
waiver-refused = __{ $code }__ · { $person }, { $time }: tetap satu kartu untuk tiap terjemahan.
waiver-closed = __{ $code }__ · ditutup: terjemahan langsung nonaktif.
waiver-given = { $code } sudah disetujui. `{ $prefix }terjemahkan otomatis mati` mengakhirinya.
waiver-which = { $code }: mohon balas `ya`, atau `tidak` agar tetap satu kartu untuk tiap terjemahan.
waiver-told = Terjemahan langsung aktif: { $languages }. { $person } membolehkannya langsung tampil, belum diperiksa, selama sesi ini. `{ $prefix }terjemahkan otomatis mati` menghentikannya.
interpret-off = Terjemahan langsung mati.
interpret-already = Terjemahan langsung sudah menyala: { $languages }. `{ $prefix }terjemahkan otomatis mati` menghentikannya.
interpret-off-already = Terjemahan langsung memang sudah mati. `{ $prefix }terjemahkan otomatis id en` menyalakannya.
interpret-what = Antara bahasa apa saja? Sebutkan dua, atau paling banyak tiga: `{ $prefix }terjemahkan otomatis id en`. `{ $prefix }terjemahkan otomatis mati` menghentikannya.
interpret-unknown = Ada bahasa yang tidak saya kenal. Sebutkan masing-masing dengan satu kata atau dua huruf: `{ $prefix }terjemahkan otomatis id en`.
interpret-same = Bagi saya itu bahasa yang sama. Sebutkan dua yang berbeda: `{ $prefix }terjemahkan otomatis id en`.
interpret-fails = { $count } pesan terakhir tidak berhasil diterjemahkan langsung. Yang terakhir: { $why ->
    [refused] model menolak, atau menjawab pesannya
    [tongue] bahasanya bukan yang diminta
    [shape] panjangnya tidak sesuai teks, atau paragrafnya lain
    [turned] isinya menyangkal bahaya yang tidak disangkal teksnya, atau sebaliknya
    [long] jauh lebih panjang daripada teksnya
    [echo] teksnya masih ada di dalamnya, belum diterjemahkan
    [same] isinya teks itu lagi
    [rules] isinya mengulang petunjuk untuk model
    [ours] bentuknya seperti baris saya sendiri
    [loop] isinya beberapa kata yang sama berulang-ulang
    [term] istilahnya tidak disebut
    [failed] model tidak memberi jawaban
   *[empty] tidak ada isinya yang bisa dibaca
    }. Saya tetap mencoba, tanpa berkata apa-apa di ruang sesi. Bila terus begini, `{ $prefix }terjemahkan otomatis mati` menghentikannya, dan operator dapat memeriksa modelnya.

## Jatah sehari

budget-room = Jatah ruang ini untuk bertanya kepada model hari ini sudah habis, atau tidak cukup untuk yang ini, jadi tidak ada yang saya kirim. Lewat tengah malam jatahnya mulai lagi. Anda tetap bisa menulis di sini seperti biasa; `{ $prefix }berhenti`, glosarium, dan semua yang tidak memerlukan model tetap bisa dipakai.
budget-person = Jatah Anda untuk bertanya kepada model hari ini sudah habis, atau tidak cukup untuk yang ini, jadi tidak ada yang saya kirim. Lewat tengah malam jatahnya mulai lagi. Anda tetap bisa menulis di sini seperti biasa; `{ $prefix }berhenti`, glosarium, dan semua yang tidak memerlukan model tetap bisa dipakai.
budget-large = Ini memakai lebih dari separuh sisa jatah hari ini untuk bertanya kepada model.
budget-most = Jatah ruang ini untuk bertanya kepada model hari ini sudah terpakai { $percent } %. Bila habis, siapa pun yang bertanya akan diberi tahu; percakapan, `{ $prefix }berhenti`, dan alarm tetap berjalan. Lewat tengah malam jatahnya mulai lagi.
budget-interpreting = Terjemahan langsung berhenti di sini untuk hari ini: jatah ruang ini untuk bertanya kepada model sudah habis. Lewat tengah malam terapis dapat menyalakannya lagi. Sampai saat itu, mohon saling memberi waktu lebih.
